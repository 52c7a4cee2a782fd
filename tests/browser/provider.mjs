// An OpenID provider for tests: node provider.mjs LIBRARY PORT PAGE SECONDS
//
// LIBRARY is where oidc-provider is, PAGE the address that it leads back to, SECONDS how long an access token lives.
// Whoever signs in is who they say they are, and an officer of all departments.
import { createServer } from "node:http";

const [library, port, page, seconds] = process.argv.slice(2);
const { Provider } = await import(library);
const issuer = `http://127.0.0.1:${port}`;

const provider = new Provider(issuer, {
  clients: [
    {
      client_id: "greenlane-page",
      token_endpoint_auth_method: "none",
      redirect_uris: [page],
      post_logout_redirect_uris: [page],
      grant_types: ["authorization_code", "refresh_token"],
      response_types: ["code"],
    },
  ],
  scopes: ["openid", "offline_access"],
  cookies: { keys: ["of-a-test"] },
  clientBasedCORS: () => true,
  issueRefreshToken: async () => true,
  rotateRefreshToken: true,
  ttl: { AccessToken: Number(seconds), Grant: 3600, IdToken: 3600, Interaction: 600, RefreshToken: 3600, Session: 3600 },
  findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id }) }),
  extraTokenClaims: () => ({ realm_access: { roles: ["officer"] }, departments: ["*"] }),
  interactions: { url: (_, { uid }) => `/interaction/${uid}` },
  loadExistingGrant: async (context) => {
    const grant = new context.oidc.provider.Grant({
      clientId: context.oidc.client.clientId,
      accountId: context.oidc.session.accountId,
    });
    grant.addOIDCScope("openid offline_access");
    grant.addResourceScope("urn:greenlane", "use");
    await grant.save();
    return grant;
  },
  features: {
    devInteractions: { enabled: false },
    resourceIndicators: {
      enabled: true,
      defaultResource: () => "urn:greenlane",
      useGrantedResource: () => true,
      getResourceServerInfo: () => ({ scope: "use", audience: "greenlane", accessTokenFormat: "jwt" }),
    },
    rpInitiatedLogout: {
      enabled: true,
      logoutSource: (context, form) => {
        context.body = `<!doctype html><title>Sign out</title>${form}
          <button type="submit" form="op.logoutForm" name="logout" value="yes">Yes, sign me out</button>`;
      },
    },
  },
});

const answer = provider.callback();
createServer(async (request, response) => {
  if (!request.url.startsWith("/interaction/")) return answer(request, response);
  if (request.method === "GET") {
    response.setHeader("Content-Type", "text/html; charset=utf-8");
    response.end(`<!doctype html><title>Who are you?</title><form method="post">
      <label>Account <input name="account"></label><button>Continue</button></form>`);
    return undefined;
  }
  let sent = "";
  for await (const part of request) sent += part;
  const accountId = new URLSearchParams(sent).get("account");
  return provider.interactionFinished(request, response, { login: { accountId } });
}).listen(Number(port), "127.0.0.1");
