import { z } from 'zod';
import { resourcesOf, type Template } from '../../support/synthesised.ts';
import { BUCKET } from './local-cloud.ts';

/** What a role may do: an action on the bucket (empty) or on objects below a prefix. */
export interface Permission {
  readonly action: string;
  readonly prefix: string;
}

const Statement = z.object({
  Action: z.string().or(z.array(z.string())),
  Resource: z.unknown(),
  Effect: z.literal('Allow'),
});

/** What the template allows a function to do in S3. */
export function permissionsOf(template: Template, functionId: string): readonly Permission[] {
  const role = functionId.replace(/Function[0-9A-F]{8}$/, 'Role');
  return resourcesOf(template, 'AWS::IAM::Policy')
    .filter(({ id }) => id.startsWith(role))
    .flatMap(
      ({ Properties }) =>
        z.object({ Statement: z.array(Statement) }).parse(Properties.PolicyDocument).Statement,
    )
    .flatMap(({ Action, Resource }) =>
      [Action].flat().flatMap((action) => prefixesIn(Resource).map((prefix) => ({ action, prefix }))),
    )
    .filter(({ action, prefix }) => action.startsWith('s3:') && isKnown(action, prefix));
}

/** Only a listing is of the whole bucket: a resource that was not understood must not pass for all objects. */
const isKnown = (action: string, prefix: string): boolean => (action === 's3:ListBucket') === (prefix === '');

/** A bucket is referred to by its ARN, objects by its ARN joined with `/prefix/*`. */
function prefixesIn(resource: unknown): readonly string[] {
  return [resource].flat().map((one) => /"\/([a-z/]*)\*"/.exec(JSON.stringify(one))?.[1] ?? '');
}

/** What IAM would be asked for a request of the S3 client. */
export function permissionsAsked(
  method: string,
  url: string,
): readonly { readonly action: string; readonly key: string }[] {
  const { pathname, searchParams } = new URL(url, 'http://s3');
  const key = decodeURIComponent(pathname.slice(`/${BUCKET}/`.length));
  const id = searchParams.get('x-id');
  if (searchParams.get('list-type') === '2') return [{ action: 's3:ListBucket', key: '' }];
  if (id === 'CopyObject') {
    return [
      { action: 's3:GetObject', key: key.replace(/^quarantine\//, '') },
      { action: 's3:PutObject', key },
    ];
  }
  const action = { GET: 'GetObject', HEAD: 'GetObject', PUT: 'PutObject', DELETE: 'DeleteObject' }[method];
  if (action === undefined || key === '') throw new Error(`permissionsAsked: no rule for ${method} ${url}`);
  return [{ action: `s3:${action}`, key }];
}
