export const escapeHtml = (text) => String(text ?? '').replace(/[&<>"]/g, (c) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[c]);
export const icon = (category, name, className) => `<svg class="${className}" aria-hidden="true"><use href="/assets/icons/${category}-sprite/svg/symbols.svg#${name}"></use></svg>`;
export function fromHtml(html) {
    const template = document.createElement('template');
    template.innerHTML = html.trim();
    return template.content.firstElementChild;
}
