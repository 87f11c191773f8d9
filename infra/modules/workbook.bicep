metadata description = 'The workbook that an operator opens first: the queries of docs/operations.md on one page.'

@description('Azure region.')
param location string

@description('Tags.')
param tags object

@description('Name that the portal shows.')
param displayName string

@description('Application Insights component to read.')
param applicationInsightsName string

resource applicationInsights 'Microsoft.Insights/components@2020-02-02' existing = {
  name: applicationInsightsName
}

var parts = [
  {
    title: 'Fan-outs'
    visualization: 'table'
    query: loadTextContent('../queries/fan-outs.kql')
  }
  {
    title: 'Failed fan-outs'
    visualization: 'table'
    query: loadTextContent('../queries/failed-fan-outs.kql')
  }
  {
    title: 'Finished fan-outs with failed ids'
    visualization: 'table'
    query: replace(loadTextContent('../queries/failed-ids.kql'), '{percent}', '0.000001')
  }
  {
    title: 'Upstream'
    visualization: 'timechart'
    query: loadTextContent('../queries/upstream.kql')
  }
]

var content = {
  version: 'Notebook/1.0'
  items: concat(
    [
      {
        type: 9
        name: 'parameters'
        content: {
          version: 'KqlParameterItem/1.0'
          parameters: [
            {
              id: guid(applicationInsights.id, 'range')
              name: 'range'
              label: 'Time range'
              type: 4
              isRequired: true
              value: {
                durationMs: 86400000
              }
              typeSettings: {
                selectableValues: [
                  { durationMs: 3600000 }
                  { durationMs: 14400000 }
                  { durationMs: 86400000 }
                  { durationMs: 604800000 }
                  { durationMs: 2592000000 }
                ]
                allowCustom: true
              }
            }
          ]
          queryType: 0
          resourceType: 'microsoft.insights/components'
        }
      }
    ],
    map(parts, part => {
      type: 3
      name: part.title
      content: {
        version: 'KqlItem/1.0'
        title: part.title
        query: part.query
        size: 0
        queryType: 0
        resourceType: 'microsoft.insights/components'
        timeContextFromParameter: 'range'
        visualization: part.visualization
      }
    })
  )
  fallbackResourceIds: [applicationInsights.id]
}

resource workbook 'Microsoft.Insights/workbooks@2023-06-01' = {
  name: guid(applicationInsights.id, 'fan-outs')
  location: location
  tags: tags
  kind: 'shared'
  properties: {
    category: 'workbook'
    displayName: displayName
    serializedData: string(content)
    sourceId: applicationInsights.id
  }
}
