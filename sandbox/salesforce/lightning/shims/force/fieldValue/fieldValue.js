import { LightningElement, api } from 'lwc';
import { toUrl } from 'page/navigate';

/** One field of a record as Lightning shows it: by type, linked when it is a lookup. */
export default class FieldValue extends LightningElement {
    @api kind;
    @api field;
    @api recordLink;
    @api currencyCode = 'USD';

    get content() { return this.field?.value; }
    get text() { return this.field?.displayValue ?? this.content; }
    get isEmpty() { return this.content === undefined || this.content === null || this.content === ''; }
    get href() { return this.recordLink ? toUrl({ type: 'standard__recordPage', attributes: { recordId: this.recordLink } }) : null; }
    get isLink() { return !this.isEmpty && Boolean(this.recordLink); }
    get isCurrency() { return !this.isEmpty && this.kind === 'Currency'; }
    get isPercent() { return !this.isEmpty && this.kind === 'Percent'; }
    get isDate() { return !this.isEmpty && this.kind === 'Date'; }
    get isDateTime() { return !this.isEmpty && this.kind === 'DateTime'; }
    get isBoolean() { return this.kind === 'Boolean'; }
    get isUrl() { return !this.isEmpty && this.kind === 'Url'; }
    get yesNo() { return this.content ? 'Yes' : 'No'; }
    get share() { return this.content / 100; }
}
