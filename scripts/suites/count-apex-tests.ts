import { writeFileSync } from 'node:fs';
import { runApexTests } from '../apex-test.ts';

/** Writes the counts of the Apex tests to the file that is named, because what they print is for people. */
writeFileSync(process.argv[2] ?? '', JSON.stringify(await runApexTests()));
