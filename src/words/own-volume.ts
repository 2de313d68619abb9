/** Volumes that a unit sets up itself. */

/**
 * Whether the device is what the unit makes (cryptsetup-generator and its like link the unit below it): it comes when that is done, so it
 * starts nothing; who needs the device asks for the unit by it.
 */
export function isOwnVolume(unit: string, device: string): boolean {
  const name = /^systemd-(?:crypt|verity|integrity)setup@(.+)\.service$/.exec(unit)?.[1];
  return name !== undefined && device === `dev-mapper-${name}.device`;
}
