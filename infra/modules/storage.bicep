metadata description = 'The storage account of the host, the task hub, the deployment package and the reports. It has no usable key.'

@description('Name of the storage account.')
@minLength(3)
@maxLength(24)
param name string

@description('Azure region.')
param location string

@description('Tags.')
param tags object

@description('Redundancy.')
@allowed(['Standard_LRS', 'Standard_ZRS'])
param sku string

@description('Identity that the app runs as.')
param identityName string

@description('Whether the task hub lies here: then queues and tables are used as well.')
param taskHubInStorage bool

@description('Whether the internet can reach the account (with an Entra identity). Off: private endpoints only.')
param publicNetworkAccess bool

var deploymentContainer = 'deployments'
var reportContainer = 'reports'

// The least that the Functions host and the Azure Storage task hub are documented to work with.
// Blob Data Owner: the host's own containers (locks, keys, timers), the packages and the reports.
// Queue and Table Data Contributor: the task hub's messages and history.
var hostRoles = [
  'b7e6dc6d-f1e8-4753-8033-0f276bb0955b'
]
var taskHubRoles = [
  '974c5e8b-45b9-4653-ba55-5f855dd0fb88'
  '0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3'
]

resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' existing = {
  name: identityName
}

resource account 'Microsoft.Storage/storageAccounts@2025-06-01' = {
  name: name
  location: location
  tags: tags
  kind: 'StorageV2'
  sku: {
    name: sku
  }
  properties: {
    accessTier: 'Hot'
    allowBlobPublicAccess: false
    allowCrossTenantReplication: false
    allowSharedKeyAccess: false
    allowedCopyScope: 'AAD'
    defaultToOAuthAuthentication: true
    isLocalUserEnabled: false
    minimumTlsVersion: 'TLS1_2'
    supportsHttpsTrafficOnly: true
    publicNetworkAccess: publicNetworkAccess ? 'Enabled' : 'Disabled'
    networkAcls: {
      bypass: 'None'
      defaultAction: publicNetworkAccess ? 'Allow' : 'Deny'
    }
  }

  resource blobs 'blobServices' = {
    name: 'default'
    properties: {
      containerDeleteRetentionPolicy: {
        enabled: true
        days: 7
      }
      deleteRetentionPolicy: {
        enabled: true
        days: 7
      }
    }

    resource deployments 'containers' = {
      name: deploymentContainer
      properties: {
        publicAccess: 'None'
      }
    }

    resource reports 'containers' = {
      name: reportContainer
      properties: {
        publicAccess: 'None'
      }
    }
  }
}

resource assignments 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for role in concat(hostRoles, taskHubInStorage ? taskHubRoles : []): {
    scope: account
    name: guid(account.id, identity.id, role)
    properties: {
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', role)
      principalId: identity.properties.principalId
      principalType: 'ServicePrincipal'
    }
  }
]

@description('Resource id, for private endpoints.')
output id string = account.id

@description('Container of the deployment packages.')
output deploymentContainerName string = deploymentContainer

@description('Container of the reports.')
output reportContainerName string = reportContainer
