// The .htaccess that these bring along, in words of our own.
export const WORDPRESS = `
<IfModule mod_rewrite.c>
RewriteEngine On
RewriteRule .* - [E=HTTP_AUTHORIZATION:%{HTTP:Authorization}]
RewriteBase /
RewriteRule ^index\\.php$ - [L]
RewriteCond %{REQUEST_FILENAME} !-f
RewriteCond %{REQUEST_FILENAME} !-d
RewriteRule . /index.php [L]
</IfModule>
`
export const LARAVEL = `
<IfModule mod_rewrite.c>
  RewriteEngine On
  RewriteCond %{HTTP:Authorization} .
  RewriteRule .* - [E=HTTP_AUTHORIZATION:%{HTTP:Authorization}]
  RewriteCond %{REQUEST_FILENAME} !-d
  RewriteCond %{REQUEST_URI} (.+)/$
  RewriteRule ^ %1 [L,R=301]
  RewriteCond %{REQUEST_FILENAME} !-d
  RewriteCond %{REQUEST_FILENAME} !-f
  RewriteRule ^ index.php [L]
</IfModule>
`
export const CODEIGNITER_3 = `
RewriteEngine on
RewriteCond $1 !^(index\\.php|assets|robots\\.txt)
RewriteCond %{REQUEST_FILENAME} !-f
RewriteCond %{REQUEST_FILENAME} !-d
RewriteRule ^(.*)$ index.php/$1 [L]
`
export const CODEIGNITER_4 = `
Options All -Indexes
<IfModule mod_rewrite.c>
  Options +FollowSymlinks
  RewriteEngine On
  RewriteCond %{REQUEST_FILENAME} !-d
  RewriteCond %{REQUEST_URI} (.+)/$
  RewriteRule ^ %1 [L,R=301]
  RewriteCond %{HTTPS} !=on
  RewriteCond %{HTTP_HOST} ^www\\.(.+)$ [NC]
  RewriteRule ^ http://%1%{REQUEST_URI} [R=301,L]
  RewriteCond %{REQUEST_FILENAME} !-f
  RewriteCond %{REQUEST_FILENAME} !-d
  RewriteRule ^([\\s\\S]*)$ index.php/$1 [L,NC,QSA]
  RewriteCond %{HTTP:Authorization} .
  RewriteRule .* - [E=HTTP_AUTHORIZATION:%{HTTP:Authorization}]
</IfModule>
`
export const SYMFONY = `
DirectoryIndex index.php
<IfModule mod_negotiation.c>
  Options -MultiViews
</IfModule>
<IfModule mod_rewrite.c>
  RewriteEngine On
  RewriteCond %{REQUEST_URI}::$0 ^(/.+)/(.*)::\\2$
  RewriteRule .* - [E=BASE:%1]
  RewriteCond %{HTTP:Authorization} .+
  RewriteRule ^ - [E=HTTP_AUTHORIZATION:%0]
  RewriteCond %{ENV:REDIRECT_STATUS} =""
  RewriteRule ^index\\.php(?:/(.*)|$) %{ENV:BASE}/$1 [R=301,L]
  RewriteCond %{REQUEST_FILENAME} !-f
  RewriteRule ^ %{ENV:BASE}/index.php [L]
</IfModule>
`
export const PATH_IN_QUERY = `
Options -MultiViews
RewriteEngine On
RewriteCond %{REQUEST_FILENAME} !-d
RewriteCond %{REQUEST_FILENAME} !-f
RewriteCond %{REQUEST_FILENAME} !-l
RewriteRule ^(.+)$ index.php?url=$1 [QSA,L]
`
export const DOKUWIKI = `
RewriteEngine on
RewriteRule ^_media/(.*)           lib/exe/fetch.php?media=$1  [QSA,L,B]
RewriteRule ^_export/([^/]+)/(.*)  doku.php?do=export_$1&id=$2  [QSA,L,B]
RewriteRule ^$                     doku.php  [L]
RewriteCond %{REQUEST_FILENAME}    !-f
RewriteCond %{REQUEST_FILENAME}    !-d
RewriteRule (.*)                   doku.php?id=$1  [QSA,L,B]
`
