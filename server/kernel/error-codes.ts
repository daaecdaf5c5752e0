/** Who can remove the cause. */
export type Fixer = 'rep' | 'admin' | 'finance' | 'erp' | 'nobody';
/** `later`: by itself, with backoff. `after-fix`: looked at again at a slower pace until the cause is gone. `never`: kept until somebody decides. */
export type Retry = 'later' | 'after-fix' | 'never';

export interface CodeEntry {
  status: number;
  retry: Retry;
  fixer: Fixer;
  /** What and where; `{name}` is filled from the error's details. */
  says: string;
  /** What happens next, or what to do. */
  next: string;
}

const define = (status: number, retry: Retry, fixer: Fixer, says: string, next: string): CodeEntry => ({ status, retry, fixer, says, next });

/** Every error that Crossledger can show, by code `area.reason`. One place decides status, retry, fixer and words. */
export const ERROR_CODES = {
  'request.malformed': define(400, 'never', 'admin', 'The request body is not valid JSON.', 'Send well-formed JSON.'),
  'request.too-large': define(413, 'never', 'admin', 'The request body is larger than {limit}.', 'Send a smaller body.'),
  'request.invalid': define(400, 'never', 'admin', 'The request is not valid: {problem}.', 'Correct the named field and send it again.'),
  'request.media-type': define(415, 'never', 'admin', 'The request body must be application/json.', 'Send it with content-type application/json.'),
  'route.unknown': define(404, 'never', 'admin', 'There is no {method} {path}.', 'See /openapi.json for what there is.'),
  'route.method': define(405, 'never', 'admin', '{path} does not take {method}.', 'See /openapi.json for what there is.'),
  'auth.refused': define(401, 'never', 'admin', 'The caller could not be identified.', 'Check the certificate, the registration and the clock; the log of the backend names the reason under this request id.'),
  'auth.forbidden': define(403, 'never', 'admin', 'You need the permission {permission} for this.', 'Ask your Salesforce admin for it.'),
  'pairing.code': define(403, 'never', 'admin', 'The pairing code is not known, was used already, or is older than an hour.', 'Ask an operator of the backend for a new one.'),
  'pairing.org': define(409, 'never', 'admin', 'The pairing code was made for {expected}; this is {found}.', 'Ask an operator of the backend for a code for this org. A copy of an org is paired as an org of its own.'),
  'auth.too-many': define(429, 'later', 'nobody', 'Too many requests from {who}.', 'Try again in {seconds} seconds.'),
  'record.unknown': define(404, 'never', 'rep', '{what} {id} was not found.', 'Check the record; it may have been deleted or be out of reach.'),
  'record.exists': define(409, 'never', 'admin', '{what} {id} exists already.', 'Choose another name, or change the one that exists.'),
  'connection.unknown': define(422, 'after-fix', 'admin', 'The ERP connection "{connection}" is not set up.', 'An admin sets it up or corrects ERP Connection on the account; then it goes on by itself.'),
  'connection.product-undecided': define(422, 'after-fix', 'admin', 'Several ERP connections may have this product, and nothing says which of them to ask.', 'An admin names the connection in the settings of the panel, or adds a routing rule for all countries.'),
  'connection.undecided': define(422, 'after-fix', 'admin', 'Nothing says which ERP company account "{account}" belongs to.', 'An admin fills ERP Connection and ERP Company on the account, or adds a routing rule; then it goes on by itself.'),
  'connection.observing': define(409, 'after-fix', 'admin', 'The connection "{connection}" only observes: nothing is sent to the ERP.', 'An admin switches it to send; deals won after the go-live instant then go by themselves.'),
  'connection.locked': define(409, 'after-fix', 'admin', 'This org is a sandbox, and the connection "{connection}" leads to a production ERP.', 'An admin connects the sandbox to a test environment, or sets the environment of the connection to test if it is one.'),
  'connection.no-answer': define(502, 'never', 'admin', 'The ERP at {host} gives no answer that can be used ({problem}).', 'Check the environment address and the token address, and that the backend may reach both; then test again.'),
  'connection.stopped': define(409, 'after-fix', 'admin', 'Sending is stopped for "{connection}".', 'An admin starts it again; then it goes on by itself.'),
  'connection.in-use': define(409, 'never', 'admin', 'The connection "{connection}" cannot be removed: {uses} still name it.', 'Finish or discard the orders and exceptions and take the routing rules out, then remove it; or stop the connection instead.'),
  'connection.before-go-live': define(409, 'never', 'rep', 'The deal was won before the connection went live.', 'Send it by hand with Send to ERP.'),
  'connection.criteria': define(409, 'never', 'admin', 'The deal does not meet the criteria for sending: {problem}.', 'Change the deal, or an admin changes the criteria.'),
  'connection.unsupported': define(422, 'never', 'admin', '{erp} cannot do this: {reason}.', 'Choose another connection for this account.'),
  'order.no-lines': define(422, 'after-fix', 'rep', 'The deal has no products.', 'Add products to the deal; the order then goes by itself.'),
  'order.too-many-lines': define(422, 'never', 'rep', 'The deal has {count} lines; an order takes at most {limit}.', 'Split the deal.'),
  'order.item-missing': define(422, 'after-fix', 'admin', 'Product "{product}" has no ERP item number.', 'Fill ERP Item Number on the product; the order then goes by itself.'),
  'order.item-unknown': define(422, 'after-fix', 'admin', 'Item {item} is not released in company {company} of the ERP.', 'Release the item there or correct the product; the order then goes by itself.'),
  'order.item-stopped': define(422, 'after-fix', 'erp', 'Item {item} is stopped for sales in company {company}.', 'Release it in the ERP or replace the product; the order then goes by itself.'),
  'order.quantity': define(422, 'after-fix', 'rep', 'The quantity of "{product}" is {quantity}; it must not be zero.', 'Correct the line; the order then goes by itself.'),
  'order.currency': define(422, 'after-fix', 'finance', 'Company {company} does not know the currency {currency}.', 'Add the currency in the ERP or change the deal; the order then goes by itself.'),
  'order.not-won': define(409, 'never', 'rep', 'The deal is not won any more.', 'Win it again, or send it by hand.'),
  'order.superseded': define(409, 'never', 'nobody', 'The deal was reopened since; this order belonged to its former win.', 'Nothing is sent for it.'),
  'order.earlier': define(503, 'later', 'nobody', 'An earlier order of this deal is not finished.', 'It goes on by itself when that one is done.'),
  'order.held': define(409, 'after-fix', 'finance', 'Held for approval: {rule}.', 'Somebody who may approve orders releases or refuses it; until then nothing is written to the ERP.'),
  'order.not-approved': define(409, 'never', 'rep', 'The order was not approved: {reason}.', 'Change the deal, then send it by hand; it is judged again.'),
  'order.not-held': define(409, 'never', 'finance', 'The order of this deal is not held for approval.', 'Reload the page to see where it stands.'),
  'order.approval-moved': define(409, 'never', 'finance', 'The order has changed since it was shown for approval.', 'Look at it again, then decide.'),
  'order.discarded': define(409, 'never', 'nobody', 'The order was given up: {reason}.{order}', 'Nothing is sent for it unless an operator takes it up again.'),
  'order.charges-item': define(422, 'after-fix', 'admin', 'The deal has charges of {amount} {currency}, and connection "{connection}" names no item for charges in company {company}.', 'An admin names the item of charges in the connection\'s settings; the order then goes by itself.'),
  'order.cancelled': define(409, 'never', 'nobody', 'Order {number} was cancelled in the ERP: {reason}.', 'Nothing is sent for it unless an operator takes it up again.'),
  'order.cancel-off': define(409, 'never', 'admin', 'Orders of "{connection}" are not cancelled from here.', 'Cancel it in the ERP, or an admin lets the connection cancel orders.'),
  'order.cancel-late': define(409, 'never', 'erp', 'Order {number} is {status} already and cannot be taken back.', 'Somebody in the ERP returns or credits it.'),
  'order.busy': define(409, 'later', 'nobody', 'The order {key} is being worked on right now.', 'Try again in a moment.'),
  'order.lost': define(409, 'never', 'rep', 'The deal is closed and not won.', 'Open it again, then send it by hand.'),
  'order.credit-exceeded': define(422, 'after-fix', 'finance', 'The order takes {needed} {currency}; customer {customer} has {headroom} {currency} left of a credit limit of {limit}.', 'Finance decides; the ERP may hold the order.'),
  'order.plan-changed': define(409, 'never', 'rep', 'What would be sent has changed since the check: {changes}.', 'Look at the check again, then send.'),
  'order.customer-blocked': define(422, 'after-fix', 'finance', 'Customer {customer} is on hold in the ERP ({hold}).', 'Finance releases the customer; the order then goes by itself.'),
  'order.unmapped': define(422, 'after-fix', 'admin', 'The mapping of the connection cannot make this order: {problems}', 'An admin corrects the mapping or the named value; the order then goes by itself.'),
  'order.values': define(422, 'after-fix', 'rep', 'The order cannot be made from the deal as it is: {problems}', 'Correct the named values; the order then goes by itself.'),
  'order.twice': define(409, 'never', 'finance', 'The ERP has {count} orders with the key {key}: {numbers}.', 'Finance cancels the surplus one; nothing more is sent for this deal.'),
  'order.differs': define(409, 'never', 'admin', 'Order {number} in the ERP differs from the deal: {difference}. It is left as it is.', 'Somebody corrects or cancels the order in the ERP, then retries.'),
  'order.key-elsewhere': define(409, 'never', 'admin', 'Order {number} carries the key {key} but belongs to customer {customer}.', 'Somebody looks at the order in the ERP, then retries.'),
  'contact.busy': define(503, 'later', 'nobody', 'Another deal is finding or creating the ERP contact "{contact}" right now.', 'It goes on by itself.'),
  'customer.account-missing': define(422, 'after-fix', 'rep', 'The deal has no account.', 'Set the account; the order then goes by itself.'),
  'customer.unknown-number': define(422, 'after-fix', 'admin', 'Customer {customer} does not exist in company {company}.', 'Correct ERP Customer Number on the account, or clear it; the order then goes by itself.'),
  'customer.several': define(422, 'after-fix', 'finance', '{count} ERP customers fit account "{account}" by {by}: {numbers}.', 'Put the right number into ERP Customer Number on the account; the order then goes by itself.'),
  'customer.busy': define(503, 'later', 'nobody', 'Another deal of account "{account}" is finding or creating its ERP customer right now.', 'It goes on by itself.'),
  'customer.country-unknown': define(422, 'after-fix', 'rep', '"{country}", the billing country of account "{account}", is no country.', 'Write it by its name or its ISO code; the customer is then created by itself.'),
  'customer.country-missing': define(422, 'after-fix', 'rep', 'Account "{account}" has no billing country.', 'Fill the billing address; the customer is then created by itself.'),
  'account.two-customers': define(409, 'never', 'finance', 'Account "{lost}" was merged into "{kept}", so two ERP customers stand behind it: {keptCustomer} and {lostCustomer}.', 'Its orders go to {keptCustomer} from now on. Finance moves what is open of {lostCustomer} there and blocks that customer in the ERP; if {lostCustomer} is the right one, put its number into ERP Customer Number of the account. Discard it when that is decided.'),
  'account.customer-lost': define(409, 'after-fix', 'finance', 'Account "{lost}" was merged into "{kept}", and its ERP customer {lostCustomer} did not come along.', 'Put {lostCustomer} into ERP Customer Number, ERP Company and ERP Connection of "{kept}"; then the case closes at the next look. Discard it when the account is to be another customer.'),
  'account.merge-unseen': define(409, 'never', 'finance', 'Account "{lost}" was merged into "{kept}" and is no longer in the recycle bin of Salesforce, so its ERP customer {lostCustomer} is not looked at any more.', 'Finance sees to it that one ERP customer stands behind "{kept}", with its number on the account, and blocks the other one in the ERP. Discard it when that is decided.'),
  'deal.changed-after': define(409, 'never', 'rep', 'The deal was changed after order {number} was sent: {difference}.', 'Change the order in the ERP to match, or take the change back in the deal; then the case closes at the next look. Discard it to leave both as they are.'),
  'deal.deleted-after': define(409, 'never', 'finance', 'The deal was deleted after order {number} was sent.', 'Cancel the order in the ERP, or restore the deal from the recycle bin. Discard it when the order is to be delivered all the same.'),
  'deal.lost-after': define(409, 'never', 'finance', 'The deal was closed as lost after order {number} was sent.', 'Cancel the order in the ERP, or win the deal again. Discard it when the order is to be delivered all the same.'),
  'deal.moved-after': define(409, 'never', 'finance', 'The deal belongs to another account since order {number} was sent: {difference}.', 'After a merge, correct ERP Customer Number on the surviving account; if the customer really changed, cancel the order in the ERP and send the deal again. Discard it when the order is right.'),
  'deal.reopened-after': define(409, 'never', 'rep', 'The deal was reopened after order {number} was sent{again}.', 'Cancel order {number} in the ERP if it is not to be delivered. Discard it when it is right.'),
  'doctor.slow': define(504, 'later', 'admin', 'No answer came in {seconds} s.', 'See whether the far end is up and can be reached from the backend, then test again.'),
  'exception.closed': define(409, 'never', 'admin', 'The exception is {state} already.', 'Look at the push for where it stands.'),
  'erp.unavailable': define(503, 'later', 'nobody', 'The ERP does not answer ({problem}).', 'Nothing is lost; it is tried again by itself.'),
  'erp.slow': define(504, 'later', 'nobody', 'The ERP did not answer in {seconds} s.', 'Nothing is lost; it is tried again by itself.'),
  'erp.throttled': define(503, 'later', 'nobody', 'The ERP asks for a pause of {seconds} s.', 'It goes on by itself.'),
  'erp.unknown-outcome': define(503, 'later', 'nobody', 'The answer of the ERP to "{step}" was lost.', 'Crossledger waits and looks up what the ERP has before it repeats anything.'),
  'erp.settling': define(503, 'later', 'nobody', 'The answer of the ERP to "{step}" was lost; it is looked up again until {until}.', 'It goes on by itself, without sending twice.'),
  'erp.sign-in': define(502, 'after-fix', 'admin', 'The ERP refuses Crossledger\'s sign-in ({problem}).', 'An admin checks client id, secret and the user in the ERP; then it goes on by itself.'),
  'erp.forbidden': define(502, 'after-fix', 'admin', 'Crossledger\'s user in the ERP may not do this ({problem}).', 'An ERP admin gives the user the role; then it goes on by itself.'),
  'erp.refused': define(422, 'after-fix', 'erp', 'The ERP refuses: {problem}', 'Correct the named value; it is tried again by itself.'),
  'erp.answer': define(502, 'after-fix', 'admin', 'The ERP answered something unexpected ({problem}).', 'An admin compares the version of the ERP with the connection\'s probe.'),
  'erp.field-missing': define(422, 'after-fix', 'admin', 'The ERP refuses to {step}: the field {field} must be filled.', 'An admin lets the mapping fill it, or gives it a default in the ERP; it is tried again by itself.'),
  'erp.field-unknown': define(422, 'after-fix', 'admin', 'The ERP refuses to {step}: it has no field {field}, which the mapping fills.', 'An admin corrects the mapping or takes the field out of it; it is tried again by itself.'),
  'erp.text-too-long': define(422, 'after-fix', 'rep', 'The ERP refuses to {step}: the text of {field} is too long ({problem}).', 'Shorten it, or an admin lets the mapping cut it; it is tried again by itself.'),
  'erp.address': define(422, 'never', 'admin', 'The address {address} is not allowed: {problem}.', 'Use an https address of a listed host.'),
  'mapping.invalid': define(422, 'never', 'admin', 'The mapping is not valid: {problem}', 'Correct the named lines and send it again.'),
  'mapping.moved': define(503, 'later', 'nobody', 'The mapping was published anew while the deal was read: {source} had not been read.', 'It goes on by itself with the new mapping.'),
  'salesforce.unavailable': define(503, 'later', 'nobody', 'Salesforce does not answer ({problem}).', 'Nothing is lost; it is tried again by itself.'),
  'salesforce.limit': define(503, 'later', 'admin', 'Salesforce has used up its API calls for today.', 'It goes on by itself; an admin may raise the limit.'),
  'salesforce.sign-in': define(502, 'after-fix', 'admin', 'Salesforce refuses Crossledger\'s sign-in ({problem}).', 'An admin checks the external client app and the integration user; then it goes on by itself.'),
  'salesforce.refused': define(422, 'after-fix', 'admin', 'Salesforce refuses: {problem}', 'An admin corrects the cause; it is tried again by itself.'),
  'salesforce.setup-unseen': define(422, 'after-fix', 'admin', 'The integration user may not read which Lightning pages this org has.', 'Give it the permission View Setup and Configuration, which the permission set Crossledger Page Check holds; then look again.'),
  'salesforce.write-back': define(422, 'after-fix', 'admin', 'Order {number} exists, Salesforce refuses the number because: {problem}', 'An admin corrects the cause; the number is then written by itself.'),
  'internal.fault': define(500, 'later', 'nobody', 'Something went wrong inside Crossledger.', 'It was logged under this request id; it is tried again by itself.'),
} as const satisfies Record<string, CodeEntry>;

export type ErrorCode = keyof typeof ERROR_CODES;
