/** What an environment says of one property of an entity set. */
export interface PropertyMetadata {
  name: string;
  /** `Edm.String`, `Edm.Decimal`, or the full name of an enumeration. */
  type: string;
  /** May not be set when a row is created. */
  readOnly: boolean;
  /** Must be set when a row is created. */
  required: boolean;
  maxLength: number | null;
  /** Members in the order of the environment; null when it is no enumeration. */
  enumMembers: string[] | null;
}

export interface EntityMetadata {
  set: string;
  properties: PropertyMetadata[];
}
