// Calls every function of the public npm client against the API root given as the argument, and prints what it answers as JSON.
import { createRequire } from "node:module";

const root = process.argv[2];
const publicRoot = "https://rickandmortyapi.com/api/";
const systemFetch = globalThis.fetch;

// The client knows one address only; anything else it might call is a mistake.
globalThis.fetch = (url) => {
  if (!url.startsWith(publicRoot)) {
    throw new Error(`The client called ${url}`);
  }

  return systemFetch(root + url.slice(publicRoot.length));
};

const api = createRequire(import.meta.url)("rickmortyapi");
const calls = {
  endpoints: () => api.getEndpoints(),
  character: () => api.getCharacter(1),
  characters: () => api.getCharacter([1, 2, 3]),
  noCharacters: () => api.getCharacter([]),
  unknownCharacter: () => api.getCharacter(827),
  firstPage: () => api.getCharacters(),
  filtered: () => api.getCharacters({ status: "alive", gender: "male", page: 2 }),
  pastTheEnd: () => api.getCharacters({ page: 43 }),
  episode: () => api.getEpisode(28),
  episodes: () => api.getEpisode([10, 28]),
  season: () => api.getEpisodes({ episode: "S01" }),
  location: () => api.getLocation(3),
  locations: () => api.getLocation([3, 21]),
  planets: () => api.getLocations({ type: "planet" }),
};

const answers = {};
for (const [name, call] of Object.entries(calls)) {
  answers[name] = await call();
}

console.log(JSON.stringify(answers));
