import { z } from 'zod';
import type { DeployOptions } from '../../metadata/deploy-types.ts';

const flag = z.union([z.boolean(), z.enum(['true', 'false']).transform((text) => text === 'true')]);

/** Options of a deployment, from JSON or from the texts of SOAP. */
export const deployOptionsShape = z
  .looseObject({
    checkOnly: flag.default(false),
    rollbackOnError: flag.default(true),
    singlePackage: flag.default(false),
    testLevel: z.enum(['NoTestRun', 'RunSpecifiedTests', 'RunRelevantTests', 'RunLocalTests', 'RunAllTestsInOrg']).optional(),
    runTests: z.union([z.string(), z.array(z.string())]).optional(),
  })
  .transform(({ checkOnly, rollbackOnError, singlePackage, testLevel, runTests }): DeployOptions => {
    const named = (runTests === undefined ? [] : [runTests].flat()).filter(Boolean);
    return { checkOnly, rollbackOnError, singlePackage, runTests: named, testLevel: testLevel ?? (named.length > 0 ? 'RunSpecifiedTests' : 'NoTestRun') };
  });
