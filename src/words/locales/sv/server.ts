import business from './business.json'
import errors from './errors.json'
import mail from './mail.json'
import pricing from './pricing.json'
import requests from './requests.json'
import shell from './shell.json'

/** What mails, notifications and plain answers say. */
export const words = { business, errors, mail, pricing, requests, shell }
