import { LightningElement } from 'lwc';
import { NOTHING_YET } from 'c/panelData';

/**
 * What every panel of a record page does: it reads its part while it stands on the page, and shows the newest view. A panel makes its
 * `panel` with `tell`, and declares `recordId` itself, because App Builder knows the public properties of the component's own class only.
 */
export class PanelElement extends LightningElement {
    view = NOTHING_YET;
    panel;
    currentId;
    /** False leaves everything unread: the user may not see it. */
    mayRead = true;

    tell = (view) => {
        this.view = view;
    };

    show(recordId) {
        this.currentId = recordId;
        this.panel.show(recordId);
    }

    connectedCallback() {
        if (this.mayRead) {
            this.panel.open(this.currentId);
        }
    }

    disconnectedCallback() {
        this.panel.close();
    }

    handleRefresh() {
        this.panel.refresh();
    }
}
