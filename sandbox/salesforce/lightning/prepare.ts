import { buildVendor } from './bundler/build.ts';

/** Builds what the pages need of engine and base components, so that the first start does not wait for it. */
await buildVendor();
