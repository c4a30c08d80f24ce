// Gets the packages of this example, unless they are there.
import { getPackages } from '../packages.mjs'

await getPackages(import.meta.dirname)
