import type { OrgUser } from '../../org.ts';
import type { MetadataService } from '../../metadata/metadata-service.ts';
import type { OrgContext } from '../call.ts';

/** Who may use the Metadata API: undefined for everybody but the administrator. */
export function administratorOf({ org }: OrgContext, userId: string): OrgUser | undefined {
  return org.users.find((user) => user.id === userId && user.alias === 'admin');
}

export const refusal = { code: 'INSUFFICIENT_ACCESS', message: 'use of the Metadata API requires a user with the ModifyAllData or ModifyMetadata permissions' };

export function serviceOf({ metadata }: OrgContext): MetadataService {
  if (!metadata) throw new Error('This org was started without its Metadata API');
  return metadata;
}
