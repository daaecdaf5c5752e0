import type { OrgPages, PagePanel, RecordPageRow } from '../contract/pages.ts';
import { say, wordsOf } from '../kernel/words.ts';
import type { OrgRecordPages, RecordPage } from '../salesforce/org-port.ts';
import { ok, warn, type Verdict } from './check.ts';
import { PANEL_PLACES, SAMPLE_PAGES, type PanelPlace } from './panel-places.ts';

const toPanel = ({ name, label }: PanelPlace): PagePanel => ({ name, label });

/** Which panels each page has and lacks; by object, the package's own after the others, then by label. */
export function judgePages({ pages, more }: OrgRecordPages): OrgPages {
  const order = ({ object, isOurs, label, id }: RecordPageRow): string => [object, isOurs ? '1' : '0', label, id].join('\n');
  return { rows: pages.map(judge).sort((one, other) => (order(one) < order(other) ? -1 : 1)), more };
}

function judge({ id, object, label, developerName, inPackageNamespace, components }: RecordPage): RecordPageRow {
  const here = PANEL_PLACES.filter((place) => place.object === object);
  return {
    id, object, label, developerName,
    isOurs: inPackageNamespace && SAMPLE_PAGES.includes(developerName),
    has: here.filter(({ name }) => components.includes(name)).map(toPanel),
    lacks: here.filter(({ name, optional }) => optional !== true && !components.includes(name)).map(toPanel),
  };
}

/** Warns of an object whose own pages show nothing of ours. The sample pages do not count: nobody sees them until they are assigned. */
export function pagesSeen(read: OrgRecordPages): Verdict {
  const own = judgePages(read).rows.filter((page) => !page.isOurs);
  const bare = [...new Set(own.map((page) => page.object))].filter((object) => own.every((page) => page.object !== object || page.has.length === 0));
  if (bare.length > 0) {
    const objects = bare.map((object) => wordsOf('doctor.object', { object })).reduce((one, other) => wordsOf('doctor.and', { one, other }));
    return warn(say('doctor.no-panels', { objects }), 'org.no-panels');
  }
  return ok(own.length === 0 ? say('doctor.no-own-pages') : say('doctor.pages', { count: own.length, having: own.filter((page) => page.has.length > 0).length }));
}
