import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { announce } from '../common/run-process.ts';
import { startBusinessCentral, type RunningBusinessCentral } from './business-central/start-business-central.ts';
import { startFno, type RunningFno } from './fno/start-fno.ts';

export interface StartErpsOptions {
  /** 0, the default, takes any free port. */
  readonly fnoPort?: number;
  readonly businessCentralPort?: number;
  readonly dataFolder?: string;
  readonly baseDate?: string;
  readonly seed?: number;
  readonly replicaLagMs?: number;
}

export interface RunningErps {
  readonly fno: RunningFno;
  readonly businessCentral: RunningBusinessCentral;
  close(): Promise<void>;
}

/** Starts both simulated ERPs over the same catalogue. */
export async function startErps(options: StartErpsOptions = {}): Promise<RunningErps> {
  const { fnoPort, businessCentralPort, ...common } = options;
  const fno = await startFno({ ...common, port: fnoPort ?? 0 });
  const businessCentral = await startBusinessCentral({ ...common, port: businessCentralPort ?? 0 });
  return {
    fno,
    businessCentral,
    async close() {
      await Promise.all([fno.close(), businessCentral.close()]);
    },
  };
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      'fno-port': { type: 'string', default: '4283' },
      'bc-port': { type: 'string', default: '4284' },
      data: { type: 'string' },
      'base-date': { type: 'string' },
      seed: { type: 'string' },
    },
  });
  const erps = await startErps({
    fnoPort: Number(values['fno-port']),
    businessCentralPort: Number(values['bc-port']),
    ...(values.data !== undefined && { dataFolder: values.data }),
    ...(values['base-date'] !== undefined && { baseDate: values['base-date'] }),
    ...(values.seed !== undefined && { seed: Number(values.seed) }),
  });
  announce({ fno: endpointOf(erps.fno), businessCentral: endpointOf(erps.businessCentral) }, () => erps.close());
}

function endpointOf(running: RunningFno | RunningBusinessCentral): Record<string, unknown> {
  const { farEnd: _farEnd, close: _close, ...endpoint } = running;
  return endpoint;
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) await main();
