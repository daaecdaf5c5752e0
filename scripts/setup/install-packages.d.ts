/** Ends a command with one plain sentence. */
export class Sentence extends Error {}

/** Whether node_modules was installed from exactly the lock file that stands there now. */
export function isInstalled(folder: string): boolean;

/** Installs the packages of the lock file; throws a Sentence when that cannot be done. */
export function installPackages(folder: string, what: string): Promise<void>;
