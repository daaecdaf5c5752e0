/** Shows an element in a modal dialog; Escape, the close button or CloseActionScreenEvent end it. */
export function openDialog(element, label) {
    const dialog = document.createElement('dialog');
    dialog.className = 'action-dialog';
    dialog.setAttribute('aria-label', label);
    const close = Object.assign(document.createElement('button'), { className: 'slds-button slds-button_icon action-dialog__close', type: 'button', textContent: '×' });
    close.setAttribute('aria-label', 'Close');
    close.addEventListener('click', () => dialog.close());
    dialog.append(close, element);
    dialog.addEventListener('lightning__actionsclosescreen', () => dialog.close());
    dialog.addEventListener('close', () => dialog.remove());
    document.body.append(dialog);
    dialog.showModal();
}
