/** The lanes of the host map, from left to right. */
export const lanes = { sandbox: 0, endpoint: 1, hostEnd: 2, network: 3, uplink: 4, port: 5 } as const;
