import { blocksOf, endingWith, lineAt, readText, valuesOf } from '../project.ts';
import { bodyAfter, stripComments, type SourceFacts } from './source-facts.ts';

/** Connectors, Apex actions with their inputs, and fault paths of flows. */
export function checkFlowReferences(facts: SourceFacts): void {
  for (const file of endingWith(facts.files, '.flow-meta.xml')) {
    const xml = readText(file);
    const names = new Set(valuesOf(xml, 'name'));
    for (const match of xml.matchAll(/<targetReference>([^<]+)/g)) {
      if (!names.has(match[1] ?? '')) facts.say(file, `connector to ${match[1]}: no such element`, lineAt(xml, match.index));
    }
    for (const { markup, index } of blocksOf(xml, 'actionCalls')) {
      if (valuesOf(markup, 'actionType')[0] === 'apex') checkAction(markup, facts, (message) => facts.say(file, message, lineAt(xml, index)));
    }
  }
}

function checkAction(markup: string, facts: SourceFacts, say: (message: string) => void): void {
  const name = valuesOf(markup, 'actionName')[0] ?? '';
  const code = stripComments(facts.classes.get(name) ?? '').replace(/@InvocableMethod\s*\([^)]*\)/i, '@InvocableMethod');
  const request = /@InvocableMethod[\s\S]*?\(\s*List\s*<\s*([\w.]+)/i.exec(code)?.[1];
  if (!request) return say(`action ${name} has no @InvocableMethod`);
  const inputs = readInputs(code, request);
  const given = blocksOf(markup, 'inputParameters').flatMap((block) => valuesOf(block.markup, 'name').slice(0, 1));
  if (inputs.size) {
    for (const input of given) if (!inputs.has(input)) say(`action ${name} has no input ${input}`);
    for (const [input, required] of inputs) if (required && !given.includes(input)) say(`action ${name} needs the input ${input}`);
  }
  if (!markup.includes('<faultConnector>')) say(`action ${name} has no fault path`);
}

/** Input name to whether it is required. */
function readInputs(code: string, request: string): Map<string, boolean> {
  const body = bodyAfter(code, code.search(new RegExp(`class\\s+${request.split('.').at(-1)}\\b`)));
  const variables = body.matchAll(/@InvocableVariable\s*(\([^)]*\))?\s*(?:public|global)\s+[\w.<>]+\s+(\w+)/gi);
  return new Map([...variables].map(([, options = '', name = '']) => [name, /required\s*=\s*true/i.test(options)]));
}
