import account from './account.json'
import business from './business.json'
import catalog from './catalog.json'
import errors from './errors.json'
import evaluations from './evaluations.json'
import home from './home.json'
import knowledge from './knowledge.json'
import outbox from './outbox.json'
import pricing from './pricing.json'
import requests from './requests.json'
import shell from './shell.json'

/** What the clients' app says. */
export const words = { account, business, catalog, errors, evaluations, home, knowledge, outbox, pricing, requests, shell }
