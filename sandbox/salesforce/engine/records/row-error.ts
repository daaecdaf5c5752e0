export interface RowError {
  statusCode: string;
  message: string;
  fields: string[];
}

/** What a save did to one record. */
export interface RowResult {
  id: string | null;
  ok: boolean;
  created: boolean;
  errors: RowError[];
}

export const rowError = (statusCode: string, message: string, fields: string[] = []): RowError => ({ statusCode, message, fields });
