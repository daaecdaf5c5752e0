export interface Finding {
  /** `error`: it must be corrected; `warning`: it may be meant so. */
  level: 'error' | 'warning';
  code: string;
  /** Target of the field, or `set`. */
  field: string;
  /** Empty for the document's own fields. */
  company: string;
  sentence: string;
  /** The right name, where one is near. */
  nearest: string | null;
  /** Line in the text, where the document was read from one. */
  line?: number;
}
