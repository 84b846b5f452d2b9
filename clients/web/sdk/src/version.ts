/** What a join tells about this library, for the session's records. */
export const sdk = { type: 'web', version: '0.1.0' };
