import business from './business.json'
import catalog from './catalog.json'
import evaluations from './evaluations.json'
import home from './home.json'
import knowledge from './knowledge.json'
import pricing from './pricing.json'
import shell from './shell.json'

/** What the public pages say: all that a first visit loads. */
export const words = { business, catalog, evaluations, home, knowledge, pricing, shell }
