metadata description = 'The function app on Flex Consumption: .NET 10 isolated, one identity for everything that it talks to.'

@description('Name of the function app, unique in all of Azure.')
@minLength(2)
@maxLength(60)
param name string

@description('Name of the plan.')
@minLength(1)
@maxLength(40)
param planName string

@description('Azure region.')
param location string

@description('Tags.')
param tags object

@description('Identity that the app runs as.')
param identityName string

@description('Storage account of the host, the packages and the task hub.')
param storageAccountName string

@description('Container of the deployment packages.')
param deploymentContainerName string

@description('Application Insights component that takes the telemetry.')
param applicationInsightsName string

@description('Subnet to join; empty: none.')
param subnetId string

@description('Most instances.')
@minValue(1)
@maxValue(1000)
param maximumInstanceCount int

@description('Memory of one instance in MB.')
@allowed([512, 2048, 4096])
param instanceMemoryMB int

@description('Instances that are kept running for orchestrations and activities.')
@minValue(0)
@maxValue(20)
param alwaysReadyInstances int

@description('Whether instances are spread over the zones of the region.')
param zoneRedundant bool

@description('Endpoint of a Durable Task Scheduler; empty: the task hub lies in Azure Storage.')
param schedulerEndpoint string

@description('Task hub in that scheduler.')
param schedulerTaskHubName string

@description('Settings of the app itself.')
param settings object

resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' existing = {
  name: identityName
}

resource storage 'Microsoft.Storage/storageAccounts@2025-06-01' existing = {
  name: storageAccountName
}

resource applicationInsights 'Microsoft.Insights/components@2020-02-02' existing = {
  name: applicationInsightsName
}

resource plan 'Microsoft.Web/serverfarms@2024-11-01' = {
  name: planName
  location: location
  tags: tags
  kind: 'functionapp'
  sku: {
    name: 'FC1'
    tier: 'FlexConsumption'
  }
  properties: {
    reserved: true
    zoneRedundant: zoneRedundant
  }
}

// What host.scheduler.json asks for. The app is built with that file: settings that override host.json are not seen by what scales the app.
var schedulerSettings = empty(schedulerEndpoint)
  ? {}
  : {
      DURABLE_TASK_SCHEDULER_CONNECTION_STRING: 'Endpoint=${schedulerEndpoint};Authentication=ManagedIdentity;ClientID=${identity.properties.clientId}'
      TASKHUB_NAME: schedulerTaskHubName
    }

resource app 'Microsoft.Web/sites@2024-11-01' = {
  name: name
  location: location
  // azd finds the app to deploy by this tag.
  tags: union(tags, { 'azd-service-name': 'functions' })
  kind: 'functionapp,linux'
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    serverFarmId: plan.id
    httpsOnly: true
    keyVaultReferenceIdentity: identity.id
    virtualNetworkSubnetId: empty(subnetId) ? null : subnetId
    // Flex Consumption refuses most of what other plans have here, ftpsState among it: FTP is closed by the policy below.
    siteConfig: {
      healthCheckPath: '/api/health'
      http20Enabled: true
      minTlsVersion: '1.2'
      scmMinTlsVersion: '1.2'
    }
    functionAppConfig: {
      deployment: {
        storage: {
          type: 'blobContainer'
          value: '${storage.properties.primaryEndpoints.blob}${deploymentContainerName}'
          authentication: {
            type: 'UserAssignedIdentity'
            userAssignedIdentityResourceId: identity.id
          }
        }
      }
      runtime: {
        name: 'dotnet-isolated'
        version: '10.0'
      }
      scaleAndConcurrency: {
        alwaysReady: alwaysReadyInstances == 0 ? [] : [{ name: 'durable', instanceCount: alwaysReadyInstances }]
        instanceMemoryMB: instanceMemoryMB
        maximumInstanceCount: maximumInstanceCount
      }
    }
  }

  resource appSettings 'config' = {
    name: 'appsettings'
    properties: union(settings, schedulerSettings, {
      APPLICATIONINSIGHTS_AUTHENTICATION_STRING: 'ClientId=${identity.properties.clientId};Authorization=AAD'
      APPLICATIONINSIGHTS_CONNECTION_STRING: applicationInsights.properties.ConnectionString
      // DefaultAzureCredential in the worker takes the identity from here.
      AZURE_CLIENT_ID: identity.properties.clientId
      AzureWebJobsStorage__accountName: storage.name
      AzureWebJobsStorage__clientId: identity.properties.clientId
      AzureWebJobsStorage__credential: 'managedidentity'
    })
  }

  resource ftp 'basicPublishingCredentialsPolicies' = {
    name: 'ftp'
    properties: {
      allow: false
    }
  }

  resource scm 'basicPublishingCredentialsPolicies' = {
    name: 'scm'
    properties: {
      allow: false
    }
  }
}

@description('Name of the function app.')
output name string = app.name

@description('Address of the function app, without a slash at the end.')
output address string = 'https://${app.properties.defaultHostName}'
