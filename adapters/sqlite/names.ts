import { quoted } from './values.ts'

/** The table of a collection's documents. */
export function tableOf(collection: string): string {
  return quoted(`d_${collection}`)
}

/** The column of an indexed field. */
export function columnOf(field: string): string {
  return field === 'id' ? 'id' : quoted(`c_${field}`)
}

/** The table of a multi field's elements. */
export function multiTableOf(collection: string, field: string): string {
  return quoted(`m_${collection}_${field}`)
}

/** The table of a collection's counts, or one of its triggers. */
export function countsOf(collection: string, name: string): string {
  return quoted(`n_${collection}_${name}`)
}

export function indexOf(collection: string, number: number): string {
  return quoted(`x_${collection}_${String(number)}`)
}
