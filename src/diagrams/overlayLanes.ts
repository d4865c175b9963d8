/** The lanes of the overlay picture, from left to right. A host is a frame around the two lanes after it. */
export const overlayLanes = { port: 0, service: 1, host: 2, resident: 3, end: 4, tunnel: 5 } as const;
