metadata description = 'What wakes somebody: fan-outs that fail, fan-outs that lose ids, an app that answers with errors.'

@description('First part of every alert\'s name.')
param namePrefix string

@description('Azure region.')
param location string

@description('Tags.')
param tags object

@description('Application Insights component to watch.')
param applicationInsightsName string

@description('E-mail addresses to tell.')
@maxLength(10)
param emails string[]

@description('Share of failed ids of one fan-out, in percent, from which on to alert.')
@minValue(1)
@maxValue(100)
param failedIdsPercent int

resource applicationInsights 'Microsoft.Insights/components@2020-02-02' existing = {
  name: applicationInsightsName
}

resource people 'Microsoft.Insights/actionGroups@2023-01-01' = if (!empty(emails)) {
  name: '${namePrefix}-operators'
  // Action groups are not regional.
  location: 'global'
  tags: tags
  properties: {
    enabled: true
    groupShortName: 'fanout'
    emailReceivers: [
      for (email, i) in emails: {
        name: 'operator-${i}'
        emailAddress: email
        useCommonAlertSchema: true
      }
    ]
  }
}

var rules = [
  {
    name: 'failed-fan-outs'
    title: 'A fan-out failed'
    description: 'A fan-out ended in an error, so there is no report. The row says which and why.'
    severity: 2
    query: loadTextContent('../queries/failed-fan-outs.kql')
  }
  {
    name: 'failed-ids'
    title: 'A fan-out lost too many ids'
    description: 'A fan-out finished, and at least ${failedIdsPercent} percent of its ids failed. POST /api/fanouts/{id}/retry runs those again.'
    severity: 3
    query: replace(loadTextContent('../queries/failed-ids.kql'), '{percent}', string(failedIdsPercent))
  }
  {
    name: 'server-errors'
    title: 'The app answers with server errors'
    description: 'HTTP requests to the app are answered with 5xx.'
    severity: 2
    query: 'requests | where toint(resultCode) >= 500'
  }
]

resource alerts 'Microsoft.Insights/scheduledQueryRules@2023-12-01' = [
  for rule in rules: {
    name: '${namePrefix}-${rule.name}'
    location: location
    tags: tags
    kind: 'LogAlert'
    properties: {
      displayName: '${rule.title} (${namePrefix})'
      description: rule.description
      severity: rule.severity
      enabled: true
      scopes: [applicationInsights.id]
      evaluationFrequency: 'PT5M'
      // Telemetry arrives minutes late: a window of three looks finds what one of them missed.
      windowSize: 'PT15M'
      autoMitigate: true
      criteria: {
        allOf: [
          {
            query: rule.query
            timeAggregation: 'Count'
            operator: 'GreaterThan'
            threshold: 0
            failingPeriods: {
              numberOfEvaluationPeriods: 1
              minFailingPeriodsToAlert: 1
            }
          }
        ]
      }
      actions: {
        actionGroups: empty(emails) ? [] : [people.id]
      }
    }
  }
]
