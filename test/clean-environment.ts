/** This process's own environment without anything that Servus would take for a setting. */
export const cleanEnvironment = () => Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(SERVUS_|DATABASE_URL|PORT$)/.test(name)))
