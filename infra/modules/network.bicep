metadata description = 'A virtual network with a subnet for the app and one for private endpoints.'

@description('Name of the virtual network.')
@minLength(2)
@maxLength(64)
param name string

@description('Azure region.')
param location string

@description('Tags.')
param tags object

@description('Address space, at least a /24: the app takes the first /26, the endpoints the second.')
param addressPrefix string

resource network 'Microsoft.Network/virtualNetworks@2025-01-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    addressSpace: {
      addressPrefixes: [addressPrefix]
    }
  }

  resource app 'subnets' = {
    name: 'app'
    properties: {
      addressPrefix: cidrSubnet(addressPrefix, 26, 0)
      delegations: [
        {
          name: 'flex-consumption'
          properties: {
            serviceName: 'Microsoft.App/environments'
          }
        }
      ]
    }
  }

  resource endpoints 'subnets' = {
    name: 'endpoints'
    properties: {
      addressPrefix: cidrSubnet(addressPrefix, 26, 1)
    }
    // Azure changes one subnet of a network at a time.
    dependsOn: [app]
  }
}

@description('Id of the virtual network.')
output id string = network.id

@description('Id of the subnet that the app is joined to.')
output appSubnetId string = network::app.id

@description('Id of the subnet of the private endpoints.')
output endpointSubnetId string = network::endpoints.id
