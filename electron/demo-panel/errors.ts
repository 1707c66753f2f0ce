/**
 * The panel's error codes that this panel can answer, with the HTTP status (400 where none is given) and the words.
 * (panel-api.md, section 7)
 */
const codes: Readonly<Record<number, readonly [words: string, status?: number]>> = {
  1: ['Database error', 500],
  2: ['Service auth error', 403],
  3: ['Wrong user hash'],
  4: ['User not found or session ended'],
  5: ['Wrong request format'],
  6: ['Unexpected error', 500],
  7: ['Invalid parameters'],
  8: ['Queue service error, try again later', 503],
  9: ['Too large request', 412],
  11: ['Access denied', 403],
  12: ['Dealer not found'],
  13: ['Operation not permitted', 403],
  14: ['Database unavailable', 503],
  15: ['Too many requests, rate limit exceeded', 429],
  101: ['In demo mode this function is disabled', 403],
  102: ['Wrong login or password'],
  103: ['User not activated'],
  104: ['Logins limit exceeded'],
  105: ['Login attempts exceeded'],
  111: ['Wrong handler'],
  112: ['Wrong method'],
  201: ['Not found in the database'],
  203: ['Delete entity associated with'],
  204: ['Entity not found', 404],
  206: ['Login already in use'],
  208: ['Device blocked', 403],
  // Of points that are too far apart; where no address is found, it comes with 404.
  210: ['Cannot find the address or the way', 403],
  211: ['Requested time span is too big'],
  212: ['Requested limit is too big'],
  214: ['Requested operation or parameters are not supported by the device'],
  217: ['List contains nonexistent entities'],
  219: ['Not allowed for clones of the device', 403],
  221: ['Device limit exceeded', 403],
  223: ['Phone number already in use'],
  226: ['Wrong ICCID'],
  229: ['Requested data is not ready yet', 404],
  230: ['Not supported for this entity type'],
  233: ['No data file'],
  234: ['Invalid data format'],
  236: ['Feature unavailable due to tariff restrictions', 402],
  237: ['Invalid tariff'],
  238: ['Changing tariff not allowed', 403],
  239: ['New tariff does not exist', 404],
  245: ['New password must be different'],
  246: ['Invalid user ID'],
  247: ['Entity already exists', 409],
  249: ['Operation available for clones only', 403],
  250: ['Not allowed for deleted devices', 403],
  252: ['Device already corrupted'],
  253: ['Device has clones'],
  255: ['Invalid task state'],
  258: ['Bundle not found', 404],
  264: ['Timeout not reached', 403],
  267: ['Too many entities'],
  268: ['Operation cannot be performed due to exceeded quota', 402],
  273: ['Duplicate login'],
  274: ['Empty data file'],
}

/** A request that is refused: the panel's code and whatever fields go with it. */
export class Refusal extends Error {
  override name = 'Refusal'
  readonly code: number
  readonly extra: Readonly<Record<string, unknown>>

  constructor(code: number, extra: Readonly<Record<string, unknown>> = {}) {
    super(wordsOf(code))
    this.code = code
    this.extra = extra
  }
}

/** Code 7 for one parameter, with what is wrong about it. */
export function invalid(parameter: string, error: string): Refusal {
  return new Refusal(7, { errors: [{ parameter, error }] })
}

/** The HTTP status that goes with a code. */
export function statusOf(code: number): number {
  return codes[code]?.[1] ?? 400
}

/** The panel's words for a code: a hint for people, which the vendor may change. */
function wordsOf(code: number): string {
  return codes[code]?.[0] ?? 'Error'
}

/** The body of a refusal. (panel-getting-started.txt) */
export function refusalBody({ code, extra }: Refusal): Record<string, unknown> {
  return { success: false, status: { code, description: wordsOf(code) }, ...extra }
}
