targetScope = 'subscription'

metadata description = 'The character fan-out on Azure: a Flex Consumption function app, its storage, its identity and its monitoring. No key anywhere.'

@description('Name of the environment, as azd knows it. Part of every resource name.')
@minLength(2)
@maxLength(24)
param environmentName string

@description('Azure region of every resource. It has to offer Flex Consumption (az functionapp list-flexconsumption-locations).')
@minLength(3)
@maxLength(32)
param location string

@description('Resource group to create or to use. Empty: rg-{environmentName}.')
@maxLength(90)
param resourceGroupName string = ''

@description('Tags of every resource, besides azd-env-name.')
param tags object = {}

@description('The upstream that the fan-out reads: an absolute https address that ends in a slash.')
@minLength(10)
@maxLength(500)
param characterApiBaseAddress string = 'https://rickandmortyapi.com/api/'

@description('Ids of the scheduled fan-out, such as 1-826. Empty: the timer does nothing.')
@maxLength(4000)
param scheduledIds string = ''

@description('When the scheduled fan-out runs: NCRONTAB with six fields, in UTC.')
@minLength(11)
@maxLength(100)
param schedule string = '0 0 3 * * *'

@description('Most ids that one fan-out may ask for.')
@minValue(1)
@maxValue(1000000)
param maxIds int = 1000000

@description('Days for which finished fan-outs and their results are kept.')
@minValue(1)
@maxValue(3650)
param retentionDays int = 30

@description('Key Vault secret URI of the key that signs notifications. Empty: notifications are refused. The identity needs Key Vault Secrets User on that secret.')
@maxLength(500)
param notifyKeySecretUri string = ''

@description('Most instances that the app may scale out to. Caps the bill and the pressure on storage. The upstream is protected by each fan-out\'s maxConcurrency instead.')
@minValue(1)
@maxValue(1000)
param maximumInstanceCount int = 40

@description('Memory of one instance in MB.')
@allowed([512, 2048, 4096])
param instanceMemoryMB int = 2048

@description('Instances that are kept running for orchestrations and activities, so that a fan-out starts at once. They are billed while they wait.')
@minValue(0)
@maxValue(20)
param alwaysReadyInstances int = 0

@description('Spread the app\'s instances over the zones of the region, where it has some. Storage is by its own setting, storageSku.')
param zoneRedundant bool = false

@description('How many copies of the data storage keeps: LRS in one datacentre, ZRS across zones. ZRS is not in every region.')
@allowed(['Standard_LRS', 'Standard_ZRS'])
param storageSku string = 'Standard_ZRS'

@description('Days for which logs are kept.')
@minValue(30)
@maxValue(730)
param logRetentionDays int = 30

@description('Most log data a day in GB; -1 is no cap.')
@minValue(-1)
@maxValue(1000)
param dailyLogCapGb int = 5

@description('E-mail addresses that alerts go to, with commas between. Empty: alerts fire, and are seen in the portal only.')
@maxLength(1000)
param alertEmails string = ''

@description('Share of failed ids of one finished fan-out, in percent, from which on an alert fires.')
@minValue(1)
@maxValue(100)
param failedIdsAlertPercent int = 10

@description('Use the Durable Task Scheduler in place of queues and tables in Azure Storage. Set it by FANOUT_USE_SCHEDULER, which the build of the app reads as well.')
param useDurableTaskScheduler bool = false

@description('Plan of the Durable Task Scheduler, if it is used.')
@allowed(['Consumption', 'Dedicated'])
param schedulerSku string = 'Consumption'

@description('Addresses that may reach the Durable Task Scheduler, in CIDR form, unless it is private. An empty list lets nobody in.')
@maxLength(50)
param schedulerIpAllowlist string[] = ['0.0.0.0/0']

@description('Put the app into a virtual network and close storage and the scheduler to the internet, with private endpoints.')
param privateNetworking bool = false

@description('Address space of the virtual network, at least a /24, if there is one.')
@minLength(9)
@maxLength(18)
param virtualNetworkAddressPrefix string = '10.90.0.0/24'

var token = toLower(uniqueString(subscription().id, environmentName, location))
var allTags = union(tags, { 'azd-env-name': environmentName })
// Names are known before anything is deployed, so that what-if can see through every module.
var applicationInsightsName = 'appi-${token}'
var identityName = 'id-${token}'
var storageAccountName = 'st${token}'
// What the app reaches: its task hub lies in queues and tables, or in the scheduler.
var privateServices = concat(['blob'], useDurableTaskScheduler ? ['scheduler'] : ['queue', 'table'])
var groupName = empty(resourceGroupName) ? 'rg-${environmentName}' : resourceGroupName

resource group 'Microsoft.Resources/resourceGroups@2024-11-01' = {
  name: groupName
  location: location
  tags: allTags
}

module identity 'modules/identity.bicep' = {
  scope: group
  params: {
    name: identityName
    location: location
    tags: allTags
  }
}

module monitoring 'modules/monitoring.bicep' = {
  scope: group
  params: {
    workspaceName: 'log-${token}'
    applicationInsightsName: applicationInsightsName
    location: location
    tags: allTags
    retentionDays: logRetentionDays
    dailyCapGb: dailyLogCapGb
    identityName: identityName
  }
  dependsOn: [identity]
}

module network 'modules/network.bicep' = if (privateNetworking) {
  scope: group
  params: {
    name: 'vnet-${token}'
    location: location
    tags: allTags
    addressPrefix: virtualNetworkAddressPrefix
  }
}

module storage 'modules/storage.bicep' = {
  scope: group
  params: {
    name: storageAccountName
    location: location
    tags: allTags
    sku: storageSku
    identityName: identityName
    taskHubInStorage: !useDurableTaskScheduler
    publicNetworkAccess: !privateNetworking
  }
  dependsOn: [identity]
}

module endpoints 'modules/endpoint.bicep' = [
  for service in privateServices: if (privateNetworking) {
    scope: group
    params: {
      name: 'pe-${service}-${token}'
      location: location
      tags: allTags
      resourceId: service == 'scheduler' ? scheduler.?outputs.id ?? '' : storage.outputs.id
      service: service
      zoneName: service == 'scheduler'
        ? 'privatelink.durabletask.io'
        : 'privatelink.${service}.${environment().suffixes.storage}'
      virtualNetworkId: network.?outputs.id ?? ''
      subnetId: network.?outputs.endpointSubnetId ?? ''
    }
  }
]

module scheduler 'modules/scheduler.bicep' = if (useDurableTaskScheduler) {
  scope: group
  params: {
    name: 'dts-${token}'
    location: location
    tags: allTags
    sku: schedulerSku
    ipAllowlist: schedulerIpAllowlist
    publicNetworkAccess: !privateNetworking
    identityName: identityName
  }
  dependsOn: [identity]
}

module app 'modules/app.bicep' = {
  scope: group
  params: {
    name: 'func-${token}'
    planName: 'plan-${token}'
    location: location
    tags: allTags
    identityName: identityName
    storageAccountName: storageAccountName
    deploymentContainerName: storage.outputs.deploymentContainerName
    applicationInsightsName: applicationInsightsName
    subnetId: network.?outputs.appSubnetId ?? ''
    maximumInstanceCount: maximumInstanceCount
    instanceMemoryMB: instanceMemoryMB
    alwaysReadyInstances: alwaysReadyInstances
    zoneRedundant: zoneRedundant
    schedulerEndpoint: scheduler.?outputs.endpoint ?? ''
    schedulerTaskHubName: scheduler.?outputs.taskHubName ?? ''
    settings: {
      CharacterApi__BaseAddress: characterApiBaseAddress
      FanOut__MaxIds: string(maxIds)
      FanOut__Retention: '${retentionDays}.00:00:00'
      FanOut__Schedule: schedule
      FanOut__ScheduledIds: scheduledIds
      Reports__Store: 'Blobs'
      Reports__Container: storage.outputs.reportContainerName
      ...(empty(notifyKeySecretUri) ? {} : { FanOut__NotifyKey: '@Microsoft.KeyVault(SecretUri=${notifyKeySecretUri})' })
    }
  }
  // The app starts as soon as it is there: its rights and its network come first.
  dependsOn: [identity, monitoring, endpoints]
}

module alerts 'modules/alerts.bicep' = {
  scope: group
  params: {
    namePrefix: environmentName
    location: location
    tags: allTags
    applicationInsightsName: applicationInsightsName
    emails: filter(map(split(alertEmails, ','), address => trim(address)), address => !empty(address))
    failedIdsPercent: failedIdsAlertPercent
  }
  dependsOn: [monitoring]
}

module workbook 'modules/workbook.bicep' = {
  scope: group
  params: {
    location: location
    tags: allTags
    displayName: 'Fan-outs (${environmentName})'
    applicationInsightsName: applicationInsightsName
  }
  dependsOn: [monitoring]
}

@description('Region of the deployment.')
output AZURE_LOCATION string = location

@description('Resource group that holds everything.')
output AZURE_RESOURCE_GROUP string = group.name

@description('Name of the function app: func azure functionapp publish, az functionapp keys list.')
output AZURE_FUNCTION_APP_NAME string = app.outputs.name

@description('Address of the app: FANOUT_HOST of the command line.')
output FANOUT_HOST string = app.outputs.address

@description('Address of the dashboard.')
output FANOUT_DASHBOARD string = '${app.outputs.address}/api/dashboard'

@description('Storage account of the task hub and of the reports.')
output AZURE_STORAGE_ACCOUNT_NAME string = storageAccountName

@description('Application Insights, for the queries in docs/operations.md.')
output APPLICATIONINSIGHTS_NAME string = applicationInsightsName

@description('Client id of the identity that the app runs as, to grant it more (a Key Vault secret, say).')
output AZURE_IDENTITY_CLIENT_ID string = identity.outputs.clientId

@description('Endpoint of the Durable Task Scheduler; empty when Azure Storage holds the task hub.')
output DURABLE_TASK_SCHEDULER_ENDPOINT string = scheduler.?outputs.endpoint ?? ''
