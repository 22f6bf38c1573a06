import account from './account.json'
import errors from './errors.json'
import newRequest from './newRequest.json'
import outbox from './outbox.json'
import { words as first } from './portal-first.ts'
import requests from './requests.json'

/** What the clients' app says. */
export const words = { ...first, account, errors, newRequest, outbox, requests }
