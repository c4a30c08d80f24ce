/** All pages of a list: what `itemsOf` takes of each answer. `ask` gets the token of the page, '' for the first. */
export async function allPages<P extends { readonly nextPageToken: string }, T>(
  ask: (pageToken: string) => Promise<P>,
  itemsOf: (page: P) => readonly T[],
): Promise<T[]> {
  const all: T[] = []
  let pageToken = ''
  do {
    const page = await ask(pageToken)
    all.push(...itemsOf(page))
    pageToken = page.nextPageToken
  } while (pageToken !== '')
  return all
}
