import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export interface WordFinding {
  file: string;
  line: number;
  message: string;
}

interface Rule {
  pattern: RegExp;
  message: string;
  /** File names that it looks into; all when absent. */
  files?: RegExp;
  except?: RegExp;
}

const lockFile = /package-lock\.json$/;
const skipped = new Set(['node_modules', 'dist', '.git', '.demo', '.cache', '.vitest', 'coverage', '.sf', '.sfdx']);
const binary = /\.(png|jpe?g|gif|ico|woff2?|ttf|otf|jar|zip|gz|pdf)$/i;

// [x] keeps a rule from finding itself.
const RULES: readonly Rule[] = [
  { pattern: /(?<![\w.)}\]-])\/(?:work|root|farm)\/\w/, message: 'a path that only one machine has', except: lockFile },
  { pattern: /(?<![\w.)}\]-])\/(?:home|Users)\/[a-z]\w*\//, message: 'a path that only one machine has', except: lockFile },
  { pattern: /(?<![\w.)}\]-])\/tmp\/[a-z]/, message: 'a fixed path in the temporary folder', except: lockFile },
  { pattern: /"resolved": "/, message: 'an address of one registry in a lock file', files: lockFile },
  { pattern: /\b[h]elper session|\b[i]ssues show\b|\b[b]ootstrap\.md\b|\b[s]ub-?agents?\b|\b[l]anguage model\b|\b[C]laude\b|\b[A]nthropic\b/i, message: 'a word about how the repository was made', except: lockFile },
  { pattern: /^(<{7} |>{7} |={7}$)/, message: 'a mark of an unfinished merge', except: lockFile },
];

function listFiles(root: string, folder = ''): string[] {
  return readdirSync(path.join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const name = path.posix.join(folder, entry.name);
    if (entry.isDirectory()) return skipped.has(entry.name) ? [] : listFiles(root, name);
    return entry.isFile() && !binary.test(entry.name) && !entry.name.endsWith('.log') ? [name] : [];
  });
}

/** Traces of one machine, one registry or of the making, in any text file below `root`. */
export function checkWords(root: string): WordFinding[] {
  return listFiles(root).flatMap((file) => {
    const rules = RULES.filter((rule) => (rule.files?.test(file) ?? true) && !rule.except?.test(file));
    const lines = readFileSync(path.join(root, file), 'utf8').split('\n');
    return lines.flatMap((text, index) =>
      rules.filter((rule) => rule.pattern.test(text)).map((rule) => ({ file, line: index + 1, message: `${rule.message}: ${text.trim().slice(0, 120)}` })));
  });
}

if (import.meta.main) {
  const findings = checkWords(fileURLToPath(new URL('..', import.meta.url)));
  for (const { file, line, message } of findings) console.log(`${file}:${line} ${message}`);
  console.log(findings.length === 0 ? 'The repository speaks of Crossledger only.' : `${findings.length} findings.`);
  process.exitCode = findings.length === 0 ? 0 : 1;
}
