import AuditExport from './crossledger/audit/export.ts';
import AuditShow from './crossledger/audit/show.ts';
import AuditVerify from './crossledger/audit/verify.ts';
import ConnectionAdd from './crossledger/connection/add.ts';
import ConnectionList from './crossledger/connection/list.ts';
import ConnectionMode from './crossledger/connection/mode.ts';
import ConnectionRemove from './crossledger/connection/remove.ts';
import ConnectionResume from './crossledger/connection/resume.ts';
import ConnectionStop from './crossledger/connection/stop.ts';
import ConnectionTest from './crossledger/connection/test.ts';
import Deploy from './crossledger/deploy.ts';
import Doctor from './crossledger/doctor.ts';
import Init from './crossledger/init.ts';
import MappingDiff from './crossledger/mapping/diff.ts';
import MappingDryRun from './crossledger/mapping/dry-run.ts';
import MappingList from './crossledger/mapping/list.ts';
import MappingPull from './crossledger/mapping/pull.ts';
import MappingPush from './crossledger/mapping/push.ts';
import MappingValidate from './crossledger/mapping/validate.ts';
import OrderCertificate from './crossledger/order/certificate.ts';
import OrderCheck from './crossledger/order/check.ts';
import OrderSend from './crossledger/order/send.ts';
import OrderShow from './crossledger/order/show.ts';
import OrgInvite from './crossledger/org/invite.ts';
import OrgSignIn from './crossledger/org/sign-in.ts';
import QueueCancel from './crossledger/queue/cancel.ts';
import QueueDiscard from './crossledger/queue/discard.ts';
import QueueEdit from './crossledger/queue/edit.ts';
import QueueList from './crossledger/queue/list.ts';
import QueueRefuse from './crossledger/queue/refuse.ts';
import QueueRelease from './crossledger/queue/release.ts';
import QueueRetry from './crossledger/queue/retry.ts';
import QueueShow from './crossledger/queue/show.ts';

/** Every command by its id, for `npx crossledger …` in the checkout. One more command is one more line. */
export const COMMANDS = {
  'audit:export': AuditExport,
  'audit:show': AuditShow,
  'audit:verify': AuditVerify,
  'connection:add': ConnectionAdd,
  'connection:list': ConnectionList,
  'connection:mode': ConnectionMode,
  'connection:remove': ConnectionRemove,
  'connection:resume': ConnectionResume,
  'connection:stop': ConnectionStop,
  'connection:test': ConnectionTest,
  deploy: Deploy,
  doctor: Doctor,
  init: Init,
  'mapping:diff': MappingDiff,
  'mapping:dry-run': MappingDryRun,
  'mapping:list': MappingList,
  'mapping:pull': MappingPull,
  'mapping:push': MappingPush,
  'mapping:validate': MappingValidate,
  'order:certificate': OrderCertificate,
  'order:check': OrderCheck,
  'order:send': OrderSend,
  'order:show': OrderShow,
  'org:invite': OrgInvite,
  'org:sign-in': OrgSignIn,
  'queue:cancel': QueueCancel,
  'queue:discard': QueueDiscard,
  'queue:edit': QueueEdit,
  'queue:list': QueueList,
  'queue:refuse': QueueRefuse,
  'queue:release': QueueRelease,
  'queue:retry': QueueRetry,
  'queue:show': QueueShow,
};

/** The same below the topic `crossledger`, for `sf crossledger …`. */
export const SF_COMMANDS = Object.fromEntries(Object.entries(COMMANDS).map(([id, command]) => [`crossledger:${id}`, command]));
