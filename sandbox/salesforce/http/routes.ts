import { ingestRoutes } from './bulk/ingest.ts';
import { queryJobRoutes } from './bulk/query-jobs.ts';
import type { Route } from './call.ts';
import { collectionRoutes } from './composite/collections.ts';
import { compositeRoutes } from './composite/composite.ts';
import { treeRoutes } from './composite/tree.ts';
import { deployRoutes } from './metadata/deploy-routes.ts';
import { queryRoutes } from './query/query.ts';
import { resourceRoutes } from './resources.ts';
import { changeRoutes } from './sobjects/changes.ts';
import { describeRoutes } from './sobjects/describe.ts';
import { externalIdRoutes } from './sobjects/external-id.ts';
import { rowRoutes } from './sobjects/rows.ts';
import { toolingQueryRoutes } from './tooling/query.ts';
import { runTestRoutes } from './tooling/run-tests.ts';
import { objectInfoRoutes } from './ui-api/object-info.ts';
import { uiRecordRoutes } from './ui-api/records.ts';

/** Every resource below `/services/data/vXX.0`; of two that fit, the earlier one answers. */
export const routes: readonly Route[] = [
  ...resourceRoutes,
  ...describeRoutes,
  ...changeRoutes,
  ...rowRoutes,
  ...externalIdRoutes,
  ...queryRoutes,
  ...compositeRoutes,
  ...collectionRoutes,
  ...treeRoutes,
  ...ingestRoutes,
  ...queryJobRoutes,
  ...deployRoutes,
  ...toolingQueryRoutes,
  ...runTestRoutes,
  ...uiRecordRoutes,
  ...objectInfoRoutes,
];
