// Words of the platform's own pages in the user's language, as far as our pages show them.
import { page } from './runtime.js';

const GERMAN = {
    'Account Name': 'Accountname', 'Account Number': 'Accountnummer', Activity: 'Aktivität', Amount: 'Betrag', 'Billing City': 'Rechnungsort', 'Billing Country': 'Rechnungsland',
    'Billing Zip/Postal Code': 'Rechnungspostleitzahl', 'Billing Postal Code': 'Rechnungspostleitzahl', 'Billing Street': 'Rechnungsstraße', Cancel: 'Abbrechen', 'Close Date': 'Schlusstermin', Contacts: 'Kontakte', Description: 'Beschreibung',
    Edit: 'Bearbeiten', Email: 'E-Mail', Home: 'Startseite', Industry: 'Branche', 'Next Step': 'Nächster Schritt', Owner: 'Inhaber', Phone: 'Telefon', 'Probability (%)': 'Wahrscheinlichkeit (%)', Probability: 'Wahrscheinlichkeit',
    'Product Code': 'Produktcode', 'Product Family': 'Produktfamilie', Products: 'Produkte', Related: 'Zugehörig', Sales: 'Vertrieb', Save: 'Speichern', Stage: 'Phase', Title: 'Titel', Type: 'Typ',
};

export const say = (english) => (page.user.language?.startsWith('de') ? GERMAN[english] : undefined) ?? english;
