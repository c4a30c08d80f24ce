/** Where a dispatcher says what people should know: errors that it goes on after. */
export interface Log {
  info(fields: object, message: string): void
  warn(fields: object, message: string): void
  error(fields: object, message: string): void
}
