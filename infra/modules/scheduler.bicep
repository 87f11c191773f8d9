metadata description = 'A Durable Task Scheduler with one task hub, and the app\'s right to use that hub.'

@description('Name of the scheduler.')
@minLength(3)
@maxLength(64)
param name string

@description('Azure region.')
param location string

@description('Tags.')
param tags object

@description('Plan.')
@allowed(['Consumption', 'Dedicated'])
param sku string

@description('Addresses that may reach the scheduler, in CIDR form.')
param ipAllowlist string[]

@description('Whether the internet can reach the scheduler (with an Entra identity). Off: private endpoints only.')
param publicNetworkAccess bool

@description('Identity that the app runs as.')
param identityName string

// Durable Task Data Contributor, on the one task hub.
var dataContributor = subscriptionResourceId(
  'Microsoft.Authorization/roleDefinitions',
  '0ad04412-c4d5-4796-b79c-f76d14c8d402'
)

resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' existing = {
  name: identityName
}

resource scheduler 'Microsoft.DurableTask/schedulers@2026-02-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    ipAllowlist: publicNetworkAccess ? ipAllowlist : []
    publicNetworkAccess: publicNetworkAccess ? 'Enabled' : 'Disabled'
    // A Dedicated plan is bought in capacity units: one is the smallest.
    sku: sku == 'Dedicated' ? { name: 'Dedicated', capacity: 1 } : { name: 'Consumption' }
  }

  resource taskHub 'taskHubs' = {
    name: 'fanout'
  }
}

resource assignment 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: scheduler::taskHub
  name: guid(scheduler::taskHub.id, identity.id, dataContributor)
  properties: {
    roleDefinitionId: dataContributor
    principalId: identity.properties.principalId
    principalType: 'ServicePrincipal'
  }
}

@description('Resource id, for a private endpoint.')
output id string = scheduler.id

@description('Endpoint that the app connects to.')
output endpoint string = scheduler.properties.endpoint

@description('Name of the task hub.')
output taskHubName string = scheduler::taskHub.name
