import { finalStates, operationStates, type OpenState } from '../../shared/operations/states.ts'

/** A condition: a value is one of those of a list, which is handed over as {@link many} writes it. */
export const inList = 'IN (SELECT value FROM json_each(?))'

/** A list as {@link inList} reads it. */
export const many = (values: readonly (number | string)[]): string => JSON.stringify(values)

/** Names of our own, as they stand in SQL. */
export const quoted = (names: readonly string[]): string => names.map((name) => `'${name}'`).join(', ')

/** An operation is not settled, in the words of the index: what is settled stays for ever, and is not gone through. */
export const isOpen = `state NOT IN (${quoted(finalStates)})`

/** The states of what is not settled. */
export const openStates = operationStates.filter((state): state is OpenState => !finalStates.includes(state))
