import { findFiles, parseMetadata, stemOf } from './source-files.ts';

/** A component on a page, with its design properties and the rule that hides it. */
export interface PageItem {
  component: string;
  properties: Record<string, string | string[]>;
  visibility: VisibilityRule | null;
}

export interface VisibilityRule {
  criteria: { left: string; operator: string; right: string }[];
  filter: string | null;
}

export interface PageRegion {
  name: string;
  items: PageItem[];
}

export interface Flexipage {
  name: string;
  label: string;
  type: string;
  sobjectType: string | null;
  regions: PageRegion[];
}

/** A quick action that opens a component: shown as a button in the highlights panel. */
export interface ComponentAction {
  object: string;
  name: string;
  label: string;
  component: string;
  headless: boolean;
}

interface FlexipageXml {
  masterLabel: string;
  type: string;
  sobjectType?: string;
  flexiPageRegions?: { name: string; itemInstances?: { componentInstance?: ComponentXml }[] }[];
}

interface ComponentXml {
  componentName: string;
  componentInstanceProperties?: { name: string; value?: string; valueList?: { valueListItems: { value: string }[] } }[];
  visibilityRule?: { booleanFilter?: string; criteria?: { leftValue: string; operator: string; rightValue?: string }[] };
}

/** Pages of the source, in the words that the page shell mounts. */
export function readFlexipages(sources: string[]): Flexipage[] {
  return findFiles(sources, '.flexipage-meta.xml').map((file) => {
    const page = parseMetadata<FlexipageXml>(file);
    return {
      name: stemOf(file, '.flexipage-meta.xml'),
      label: page.masterLabel,
      type: page.type,
      sobjectType: page.sobjectType ?? null,
      regions: (page.flexiPageRegions ?? []).map((region) => ({
        name: region.name,
        items: (region.itemInstances ?? []).flatMap((item) => (item.componentInstance ? [toItem(item.componentInstance)] : [])),
      })),
    };
  });
}

function toItem(xml: ComponentXml): PageItem {
  const properties = (xml.componentInstanceProperties ?? []).map(
    (property) => [property.name, property.value ?? property.valueList?.valueListItems.map((item) => item.value) ?? ''] as const,
  );
  return {
    component: xml.componentName.replace(/^c:/, ''),
    properties: Object.fromEntries(properties),
    visibility: xml.visibilityRule
      ? {
          filter: xml.visibilityRule.booleanFilter ?? null,
          criteria: (xml.visibilityRule.criteria ?? []).map((rule) => ({ left: rule.leftValue, operator: rule.operator, right: rule.rightValue ?? '' })),
        }
      : null,
  };
}

export function readComponentActions(sources: string[]): ComponentAction[] {
  return findFiles(sources, '.quickAction-meta.xml').flatMap((file) => {
    const action = parseMetadata<{ label: string; lightningWebComponent?: string; actionSubtype?: string }>(file);
    const [object, name] = stemOf(file, '.quickAction-meta.xml').split('.');
    if (!action.lightningWebComponent || !object || !name) return [];
    return [{ object, name, label: action.label, component: action.lightningWebComponent, headless: action.actionSubtype === 'Action' }];
  });
}

/** Lightning apps with their tabs, by API name. */
export function readApps(sources: string[]): { name: string; label: string; tabs: string[] }[] {
  return findFiles(sources, '.app-meta.xml').map((file) => {
    const app = parseMetadata<{ label: string; tabs?: string[] }>(file);
    return { name: stemOf(file, '.app-meta.xml'), label: app.label, tabs: app.tabs ?? [] };
  });
}

/** Tabs that show a component or an app page, by API name. */
export function readTabs(sources: string[]): { name: string; label: string; component: string | null; page: string | null }[] {
  return findFiles(sources, '.tab-meta.xml').map((file) => {
    const tab = parseMetadata<{ label?: string; lwcComponent?: string; flexiPage?: string }>(file);
    const name = stemOf(file, '.tab-meta.xml');
    return { name, label: tab.label ?? name.replaceAll('_', ' '), component: tab.lwcComponent ?? null, page: tab.flexiPage ?? null };
  });
}
