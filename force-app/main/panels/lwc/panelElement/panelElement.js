import { LightningElement } from 'lwc';
import { NOTHING_YET } from 'c/panelData';

/**
 * What every panel of a record page does: it reads its part while it stands on the page, and shows the newest view. A panel makes its
 * `panel` with `tell`, and declares `recordId` itself, because App Builder knows the public properties of the component's own class only.
 */
export class PanelElement extends LightningElement {
    view = NOTHING_YET;
    /** The newest data of this record, also while an error covers them. */
    seen;
    panel;
    currentId;
    /** False leaves everything unread: the user may not see it. */
    mayRead = true;

    tell = (view) => {
        this.view = view;
        this.seen = view.data ?? this.seen;
    };

    show(recordId) {
        if (recordId !== this.currentId) {
            this.seen = undefined;
        }
        this.currentId = recordId;
        this.panel.show(recordId);
    }

    connectedCallback() {
        if (this.mayRead) {
            this.panel.open(this.currentId, this.startOptions);
        }
    }

    disconnectedCallback() {
        this.panel.close();
    }

    handleRefresh() {
        this.panel.refresh();
    }
}
