/**
 * The standard objects that the sandbox knows, one line a field: `Name type[(length)] flag…`.
 * Flags: req required, ro read-only, createonly, calc computed, unique, ext external id, default:x, pick:a|b (open), rpick:a|b (restricted),
 * rel:Name parent relationship, children:Name child relationship, always (not hidden by field-level security), cascade.
 * Source of the rules: salesforce.md §6.2.
 */
export interface StandardObject {
  name: string;
  prefix: string;
  plural?: string;
  setup?: boolean;
  fields: string[];
}

export const address = (kind: string): string[] => [`${kind}Street textarea(255)`, `${kind}City string(40)`, `${kind}State string(80)`, `${kind}PostalCode string(20)`, `${kind}Country string(80)`, `${kind}Latitude double`, `${kind}Longitude double`];
const owned = 'OwnerId reference:User rel:Owner always default:$User';

export const standardObjects: StandardObject[] = [
  { name: 'Organization', prefix: '00D', setup: true, fields: ['Name string(80) ro', 'InstanceName string(5) ro', 'IsSandbox boolean ro', 'OrganizationType pick ro', 'NamespacePrefix string(15) ro', 'TrialExpirationDate datetime ro', 'TimeZoneSidKey pick', 'LanguageLocaleKey pick', 'DefaultLocaleSidKey pick', 'Country string(80)', 'PrimaryContact string(80)'] },
  { name: 'Profile', prefix: '00e', setup: true, fields: ['Name string(255) req', 'UserType pick ro'] },
  { name: 'UserRole', prefix: '00E', setup: true, fields: ['Name string(80) req', 'DeveloperName string(80)'] },
  { name: 'User', prefix: '005', setup: true, fields: ['Username string(80) req unique', 'LastName string(80) req', 'FirstName string(40)', 'Name string(121) calc', 'Email email(128) req', 'Alias string(8) req', 'IsActive boolean default:true', 'ProfileId reference:Profile rel:Profile req', 'UserRoleId reference:UserRole rel:UserRole', 'TimeZoneSidKey pick req', 'LocaleSidKey pick req', 'LanguageLocaleKey pick req', 'EmailEncodingKey pick req', 'UserType pick ro', 'FederationIdentifier string(512)', 'CompanyName string(80)', 'ManagerId reference:User rel:Manager'] },
  { name: 'PermissionSet', prefix: '0PS', setup: true, fields: ['Name string(80) req', 'Label string(80) req', 'Description string(255)', 'IsCustom boolean ro', 'IsOwnedByProfile boolean ro', 'ProfileId reference:Profile rel:Profile', 'NamespacePrefix string(15) ro', 'Type pick ro'] },
  { name: 'PermissionSetAssignment', prefix: '0Pa', setup: true, fields: ['AssigneeId reference:User rel:Assignee req children:PermissionSetAssignments', 'PermissionSetId reference:PermissionSet rel:PermissionSet req children:Assignments', 'IsActive boolean default:true ro'] },
  { name: 'CustomPermission', prefix: '0CP', setup: true, fields: ['DeveloperName string(80) req', 'MasterLabel string(80) req', 'NamespacePrefix string(15) ro'] },
  { name: 'SetupEntityAccess', prefix: '0J0', setup: true, fields: ['ParentId reference:PermissionSet rel:Parent req children:SetupEntityAccessItems', 'SetupEntityId id', 'SetupEntityType pick ro'] },
  { name: 'RecordType', prefix: '012', setup: true, fields: ['Name string(80) req', 'DeveloperName string(80) req', 'SobjectType pick req', 'IsActive boolean default:true', 'Description string(255)'] },
  { name: 'OpportunityStage', prefix: '01J', setup: true, fields: ['MasterLabel string(255) ro', 'ApiName string(255) ro', 'IsActive boolean ro', 'SortOrder int ro', 'IsClosed boolean ro', 'IsWon boolean ro', 'DefaultProbability percent(3,0) ro', 'ForecastCategory pick ro', 'ForecastCategoryName pick ro'] },
  { name: 'AsyncApexJob', prefix: '707', fields: ['Status pick ro', 'JobType pick ro', 'MethodName string(255) ro', 'ExtendedStatus string(1000) ro', 'NumberOfErrors int ro', 'JobItemsProcessed int ro', 'TotalJobItems int ro', 'CompletedDate datetime ro', 'ApexClassId id ro'] },
  { name: 'ApexClass', prefix: '01p', setup: true, fields: ['Name string(255) ro', 'NamespacePrefix string(15) ro', 'Status pick ro', 'ApiVersion double ro'] },
  { name: 'NamedCredential', prefix: '0XA', setup: true, fields: ['DeveloperName string(80) ro', 'MasterLabel string(80) ro', 'Endpoint string(255) ro', 'NamespacePrefix string(15) ro'] },
  { name: 'Account', prefix: '001', fields: ['Name string(255) req', 'MasterRecordId reference:Account rel:MasterRecord ro always', 'AccountNumber string(40)', 'Site string(80)', 'Phone phone(40)', 'Fax phone(40)', 'Website url(255)', 'Industry pick:Agriculture|Banking|Construction|Electronics|Engineering|Manufacturing|Retail|Technology|Transportation|Other', 'Type pick:Prospect|Customer|Partner|Other', 'ParentId reference:Account rel:Parent children:ChildAccounts', owned, ...address('Billing'), ...address('Shipping'), 'AnnualRevenue currency(18,0)', 'NumberOfEmployees int', 'Description textarea(32000)', 'Rating pick:Hot|Warm|Cold', 'Sic string(20)', 'TickerSymbol string(20)', 'Ownership pick:Public|Private|Other', 'AccountSource pick:Web|Other', 'RecordTypeId reference:RecordType rel:RecordType', 'LastActivityDate date ro'] },
  { name: 'Contact', prefix: '003', fields: ['LastName string(80) req', 'FirstName string(40) always', 'Salutation pick:Mr.|Ms.|Mx.|Dr. always', 'Name string(121) calc', 'AccountId reference:Account rel:Account children:Contacts', owned, 'Email email(80)', 'Phone phone(40)', 'MobilePhone phone(40)', 'Title string(128)', 'Department string(80)', ...address('Mailing'), 'Description textarea(32000)', 'ReportsToId reference:Contact rel:ReportsTo'] },
  { name: 'Opportunity', prefix: '006', plural: 'Opportunities', fields: ['Name string(120) req', 'AccountId reference:Account rel:Account children:Opportunities', 'StageName pick req', 'CloseDate date req', 'Amount currency', 'Probability percent(3,0)', 'ExpectedRevenue currency calc', 'TotalOpportunityQuantity double(16,2)', 'IsWon boolean calc', 'IsClosed boolean calc', 'ForecastCategory pick calc', 'ForecastCategoryName pick', 'Pricebook2Id reference:Pricebook2 rel:Pricebook2', owned, 'HasOpportunityLineItem boolean calc', 'Description textarea(32000)', 'NextStep string(255)', 'Type pick:Existing_Business|New_Business', 'LeadSource pick:Web|Other', 'RecordTypeId reference:RecordType rel:RecordType', 'ContactId reference:Contact createonly always', 'CampaignId id', 'LastStageChangeDate datetime calc', 'FiscalYear int calc', 'FiscalQuarter int calc', 'LastActivityDate date ro'] },
  { name: 'Product2', prefix: '01t', plural: 'Products', fields: ['Name string(255) req', 'ProductCode string(255)', 'Description textarea(4000)', 'IsActive boolean default:false', 'Family pick', 'QuantityUnitOfMeasure pick', 'StockKeepingUnit string(180)', 'ExternalId string(255)', 'DisplayUrl url(1000)'] },
  { name: 'Pricebook2', prefix: '01s', plural: 'Price Books', fields: ['Name string(255) req', 'Description string(255)', 'IsActive boolean default:false', 'IsStandard boolean ro'] },
  { name: 'PricebookEntry', prefix: '01u', plural: 'Price Book Entries', fields: ['Pricebook2Id reference:Pricebook2 rel:Pricebook2 req createonly children:PricebookEntries', 'Product2Id reference:Product2 rel:Product2 req createonly children:PricebookEntries', 'UnitPrice currency req', 'IsActive boolean default:false', 'UseStandardPrice boolean default:false', 'Name string(255) calc', 'ProductCode string(255) calc'] },
  { name: 'OpportunityLineItem', prefix: '00k', plural: 'Opportunity Products', fields: ['OpportunityId reference:Opportunity rel:Opportunity req createonly cascade children:OpportunityLineItems', 'PricebookEntryId reference:PricebookEntry rel:PricebookEntry createonly', 'Product2Id reference:Product2 rel:Product2 createonly always', 'Quantity double(12,2) req', 'UnitPrice currency always', 'TotalPrice currency always', 'Subtotal currency calc', 'Discount percent(5,2)', 'ListPrice currency calc', 'Name string(376) calc', 'ProductCode string(255) calc', 'ServiceDate date', 'Description string(255)', 'SortOrder int'] },
  { name: 'Order', prefix: '801', fields: ['AccountId reference:Account rel:Account req children:Orders', 'EffectiveDate date req', 'EndDate date', 'Status pick:Draft|Activated req', 'StatusCode pick:Draft|Activated calc', 'OpportunityId reference:Opportunity rel:Opportunity createonly children:Orders', 'Pricebook2Id reference:Pricebook2 rel:Pricebook2', 'OrderNumber autonumber:{00000000}', 'TotalAmount currency calc', 'Name string(80)', 'PoNumber string(80)', 'OrderReferenceNumber string(80)', 'Type pick', 'Description textarea(32000)', owned, ...address('Billing'), ...address('Shipping')] },
  { name: 'OrderItem', prefix: '802', plural: 'Order Products', fields: ['OrderId reference:Order rel:Order req createonly cascade children:OrderItems', 'PricebookEntryId reference:PricebookEntry rel:PricebookEntry createonly', 'Product2Id reference:Product2 rel:Product2 createonly always', 'Quantity double(12,2) req', 'UnitPrice currency always', 'ListPrice currency calc', 'TotalPrice currency calc', 'ServiceDate date', 'EndDate date', 'Description string(255)', 'OrderItemNumber autonumber:{0000000000}'] },
  { name: 'Task', prefix: '00T', fields: ['Subject string(255)', 'Status pick:Not_Started|In_Progress|Completed default:Not_Started', 'Priority pick:High|Normal|Low default:Normal', 'ActivityDate date', 'WhatId reference:Account|Opportunity|Order|Product2 rel:What children:Tasks', 'WhoId reference:Contact rel:Who children:Tasks', owned, 'Description textarea(32000)', 'IsClosed boolean calc'] },
  { name: 'Lead', prefix: '00Q', fields: ['LastName string(80) req', 'FirstName string(40) always', 'Name string(121) calc', 'Company string(255) req', 'Status pick:Open|Contacted|Qualified|Unqualified default:Open', 'Email email(80)', 'Phone phone(40)', owned] },
];

export const currencyType: StandardObject = { name: 'CurrencyType', prefix: '01L', setup: true, fields: ['IsoCode pick ro', 'ConversionRate double(18,6)', 'DecimalPlaces int', 'IsCorporate boolean ro', 'IsActive boolean'] };

/** The stage table from which IsWon, IsClosed, Probability and forecast category derive. */
export const stages: { label: string; probability: number; closed: boolean; won: boolean; forecast: string; forecastName: string }[] = [
  { label: 'Prospecting', probability: 10, closed: false, won: false, forecast: 'Pipeline', forecastName: 'Pipeline' },
  { label: 'Qualification', probability: 10, closed: false, won: false, forecast: 'Pipeline', forecastName: 'Pipeline' },
  { label: 'Needs Analysis', probability: 20, closed: false, won: false, forecast: 'Pipeline', forecastName: 'Pipeline' },
  { label: 'Value Proposition', probability: 50, closed: false, won: false, forecast: 'Pipeline', forecastName: 'Pipeline' },
  { label: 'Id. Decision Makers', probability: 60, closed: false, won: false, forecast: 'Pipeline', forecastName: 'Pipeline' },
  { label: 'Perception Analysis', probability: 70, closed: false, won: false, forecast: 'Pipeline', forecastName: 'Pipeline' },
  { label: 'Proposal/Price Quote', probability: 75, closed: false, won: false, forecast: 'BestCase', forecastName: 'Best Case' },
  { label: 'Negotiation/Review', probability: 90, closed: false, won: false, forecast: 'Commit', forecastName: 'Commit' },
  { label: 'Closed Won', probability: 100, closed: true, won: true, forecast: 'Closed', forecastName: 'Closed' },
  { label: 'Closed Lost', probability: 0, closed: true, won: false, forecast: 'Omitted', forecastName: 'Omitted' },
];
