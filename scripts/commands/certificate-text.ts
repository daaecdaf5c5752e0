import type { Certificate } from '../../server/contract/audit.ts';

/** A certificate as lines for a person; instants are UTC. */
export function writeCertificate(certificate: Certificate): string[] {
  return [
    `Order ${certificate.key}`, '',
    ...facts(certificate), '',
    'Attempts and look-ups', ...certificate.steps.map(stepLine), '',
    ...readBackLines(certificate),
    certificate.statement,
  ];
}

function facts({ intent, connection, company, correlationId, order, released, writtenBack, opportunityId, state, attempts }: Certificate): string[] {
  return [
    ['Deal', `${opportunityId}, win ${intent.cycle + 1}`],
    ['Wanted', `${time(intent.wantedAt)}, ${intent.origin}${intent.actor === null ? '' : ` by ${intent.actor}`}; accepted ${time(intent.acceptedAt)}`],
    ['Where', connection === null ? 'not decided yet' : `${connection}, company ${company ?? 'not decided yet'}`],
    ['State', attempts === 0 ? state : `${state}, after ${attempts} failed attempts`],
    ['ERP order', order === null ? 'none known' : `${order.number}${order.customerNumber === null ? '' : ` for customer ${order.customerNumber}`}`],
    ['Released', released === null ? 'not known' : `${released.at === null ? '' : `${time(released.at)} `}by ${released.by === 'erp' ? 'the ERP\'s own rule' : 'Crossledger'}`],
    ['Salesforce', writtenBack === null ? 'does not have the number yet' : `took the number ${time(writtenBack.at)}`],
    ['Correlation', correlationId ?? 'none'],
  ].map(([name = '', value = '']) => `${name.padEnd(12)} ${value}`);
}

const stepLine = ({ step, attempt, at, doneAt, outcome, detail }: Certificate['steps'][number]): string =>
  `  ${time(at)}  ${step} (${attempt}): ${outcome}${doneAt === null ? '' : ` at ${time(doneAt)}`}${detail === null ? '' : `, ${detail}`}`;

function readBackLines({ readBack }: Certificate): string[] {
  if (readBack === null) return [];
  const compared = `${readBack.lines.length} lines by ${readBack.compared.join(', ')}`;
  return [`Compared with the plan at ${time(readBack.at)}: ${compared}; ${readBack.difference === null ? 'equal' : readBack.difference}`, ''];
}

const time = (instant: string): string => instant.replace('T', ' ').replace(/\.\d+Z$/, 'Z');
