import type { Place, PlaceMap } from "../compile/placeMap.ts";

const maps = new Map<string, PlaceMap>();

/** Remembers how places of a local file's compiled code map to its source. */
export function setLocalPlaces(file: string, map: PlaceMap): void {
  maps.set(file, map);
}

export function mapLocalPlace(file: string, place: Place): Place {
  return maps.get(file)?.(place) ?? place;
}
