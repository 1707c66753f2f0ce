import type { Api } from './api.ts'
import { dealerApi } from './dealer-api.ts'
import type { ApiName } from './endpoint.ts'
import { userApi } from './user-api.ts'

/** Every API that there is: an endpoint without its declaration does not compile. */
export const apis: { readonly [Name in ApiName]: Api<Name, unknown> } = {
  panel: dealerApi,
  user: userApi,
}
