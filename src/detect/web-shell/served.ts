/** Folders that web servers serve files from. */
export const WEB_ROOT =
  /(?:^|\/)(?:var\/www|srv\/(?:www|http)|htdocs|public_html|wwwroot|webroot|www|webapps|cgi-bin|public|inetpub|usr\/(?:local\/)?share\/nginx\/html|usr\/lib\/cgi-bin|usr\/src\/wordpress|wp-(?:content|includes|admin))\//i;
