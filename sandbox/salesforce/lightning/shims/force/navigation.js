export { NavigationMixin, CurrentPageReference } from 'lightning/navigation';
