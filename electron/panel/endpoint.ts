/**
 * Where a request goes: to one of the APIs at a panel's host, in the session of one principal. A further API is one more
 * line here, and its declaration in apis.ts.
 */
export type Endpoint =
  /** The panel, in the dealer's session. */
  | { readonly api: 'panel' }
  /** The User API, in the session of one user. */
  | { readonly api: 'user'; readonly user: number }

export type ApiName = Endpoint['api']
/** The endpoints of one API. */
export type At<Name extends ApiName> = Extract<Endpoint, { readonly api: Name }>

export const panelEndpoint: At<'panel'> = { api: 'panel' }

/** Who it is that speaks there, by name. Each has a session, limits and a secret of its own. */
export function principalOf({ api, ...who }: Endpoint): string {
  return [api, ...Object.values(who)].join(' ')
}
