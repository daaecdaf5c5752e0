import { navigate, toUrl } from 'page/navigate';
import { page } from 'page/runtime';

const Navigate = Symbol.for('lightning-navigate');
const GenerateUrl = Symbol.for('lightning-generate-url');
export const NavigationMixin = (Base) => class extends Base {
    [Navigate](reference, replace) { navigate(reference, replace); }
    [GenerateUrl](reference) { return Promise.resolve(toUrl(reference) ?? ''); }
};
NavigationMixin.Navigate = Navigate;
NavigationMixin.GenerateUrl = GenerateUrl;

export class CurrentPageReference {
    constructor(emit) { this.emit = emit; }
    connect() { this.emit(page.pageReference); }
    update() { this.emit(page.pageReference); }
    disconnect() {}
}
