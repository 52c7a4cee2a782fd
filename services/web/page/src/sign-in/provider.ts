/**
 * Signing in at an OpenID provider: authorization code with PKCE, in this tab. Loaded only where there is one.
 *
 * Tokens lie in `sessionStorage`, so that a tab that is closed has left none behind.
 */
import { UserManager, WebStorageStateStore, type User } from "oidc-client-ts";

import { isForThisPage } from "./id_token";
import type { Provider } from "./page_settings";
import { signIn, signOut } from "./session";

const HOME = "/page/";

function managerOf(provider: Provider): UserManager {
  const store = new WebStorageStateStore({ store: window.sessionStorage });
  return new UserManager({
    authority: provider.issuer,
    client_id: provider.client,
    scope: provider.scope,
    redirect_uri: window.location.origin + HOME,
    post_logout_redirect_uri: window.location.origin + HOME,
    userStore: store,
    stateStore: store,
    // Renewed below, by a refresh token alone: a hidden frame would need another site inside of this one.
    automaticSilentRenew: false,
  });
}

/** A manager that has seen the provider describe itself as the one that was set, to the letter. */
async function knownManagerOf(provider: Provider): Promise<UserManager> {
  const manager = managerOf(provider);
  const itself = await manager.metadataService.getIssuer();
  if (itself !== provider.issuer)
    throw new Error(`expected the provider ${provider.issuer}; it calls itself ${itself}`);
  return manager;
}

/** Leave for the provider; it leads back here, with a token that names this attempt. */
export async function leaveToSignIn(provider: Provider, to: string): Promise<void> {
  const manager = await knownManagerOf(provider);
  await manager.signinRedirect({ state: to, nonce: crypto.randomUUID() });
}

/**
 * Take what the provider has sent.
 *
 * @returns where the person wanted to go
 */
export async function comeBack(provider: Provider): Promise<string> {
  const manager = await knownManagerOf(provider);
  const user = await manager.signinRedirectCallback();
  if (!isForThisPage(user.profile, provider)) {
    await manager.removeUser();
    throw new Error("expected an ID token of the provider that is set, for this page");
  }
  if (signIn(user.access_token) === null) throw new Error("expected an access token that says who it is");
  return typeof user.state === "string" ? user.state : "/";
}

/** Renew the session shortly before it is over, where the provider has given the means. */
export async function keepSignedIn(provider: Provider): Promise<void> {
  const manager = managerOf(provider);
  manager.events.addUserLoaded((user: User) => {
    signIn(user.access_token);
  });
  manager.events.addAccessTokenExpiring(() => {
    void manager.getUser().then((user) => {
      // Without an answer the session ends in its time, and the person is asked.
      if (user?.refresh_token !== undefined) manager.signinSilent().catch(() => null);
    });
  });
  await manager.getUser();
}

/** Sign out here, and at the provider where it knows how. */
export async function leaveForGood(provider: Provider): Promise<void> {
  const manager = managerOf(provider);
  const user = await manager.getUser();
  signOut();
  await manager.removeUser();
  try {
    await manager.signoutRedirect(user?.id_token === undefined ? {} : { id_token_hint: user.id_token });
  } catch {
    window.location.replace(`${HOME}#/sign-in`);
  }
}
